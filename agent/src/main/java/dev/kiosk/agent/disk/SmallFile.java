package dev.kiosk.agent.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Small files that are read whole and replaced whole. */
public final class SmallFile {

  private SmallFile() {}

  /**
   * Replaces a file so that after a power cut either the old or the new content is there, never a
   * mixture and never an empty file: write beside it, force, rename, force the folder.
   *
   * @throws IOException when any of the steps fails; the old content then still holds
   */
  public static void replace(Disk disk, Path file, byte[] content) throws IOException {
    Path dir = file.toAbsolutePath().getParent();
    if (dir == null) {
      throw new IOException(file + " is not a file in a folder");
    }
    Path beside = dir.resolve(file.getFileName() + ".new");
    try (DiskFile out = disk.open(beside)) {
      out.truncate(0); // a leftover of an earlier attempt may be longer
      out.write(ByteBuffer.wrap(content), 0);
      out.force();
    }
    disk.rename(beside, file);
    disk.syncDirectory(dir);
  }

  /**
   * Reads a whole file.
   *
   * @param maxBytes a longer file is an error, not a reason to fill the memory
   * @return the content, or null when there is no such file
   */
  public static byte @Nullable [] read(Disk disk, Path file, int maxBytes) throws IOException {
    if (!disk.exists(file)) {
      return null;
    }
    try (DiskFile in = disk.openRead(file)) {
      long size = in.size();
      if (size > maxBytes) {
        throw new IOException(
            file + " has " + size + " bytes; at most " + maxBytes + " are expected");
      }
      var content = ByteBuffer.allocate((int) size);
      int count = in.read(content, 0);
      if (count != size) {
        throw new IOException(file + " ended after " + count + " of " + size + " bytes");
      }
      return content.array();
    }
  }
}

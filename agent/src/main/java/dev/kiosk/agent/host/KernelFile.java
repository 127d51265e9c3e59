package dev.kiosk.agent.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a file in which the kernel tells how things are now. It stays open, and each
 * read begins at its first byte, for which the kernel writes it anew.
 *
 * <p>A {@link RandomAccessFile}, because it reads into an array with two calls of the system and
 * nothing between them; a channel would copy through a buffer and be closed by an interrupt. Nobody
 * closes it while it can be read: it is read as long as there is an agent, and the JDK closes that
 * of an agent which a reload has replaced when it collects it.
 */
final class KernelFile {

  /** What {@link #read} gives for a file that cannot be read. */
  static final int UNREADABLE = -1;

  private final Path path;
  private @Nullable RandomAccessFile file;

  /** Opens nothing yet. */
  KernelFile(Path path) {
    this.path = path;
  }

  /**
   * Reads once. A file that cannot be read, or has nothing in it, is opened anew the next time: one
   * that a container's file system serves stays dead when that was restarted.
   *
   * @param text takes the first bytes, as many as fit
   * @return how many were read; {@link #UNREADABLE} when none
   */
  int read(byte[] text) {
    try {
      RandomAccessFile opened = file;
      if (opened == null) {
        opened = new RandomAccessFile(path.toFile(), "r");
        file = opened;
      } else {
        opened.seek(0);
      }
      int length = opened.read(text);
      if (length > 0) {
        return length;
      }
    } catch (IOException unreadable) {
      // no reading, which whoever asked tells by the missing value
    }
    forget();
    return UNREADABLE;
  }

  private void forget() {
    RandomAccessFile opened = file;
    file = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException gone) {
        // it was only read: nothing is lost
      }
    }
  }
}

package dev.kiosk.agent.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a bundle as a ZIP file that only its owner may read; whole or not at all. */
final class BundleFile {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private BundleFile() {}

  /**
   * Writes the file.
   *
   * @param folder the name of the one folder inside
   * @param wallMillis the time of its entries, milliseconds since the Unix epoch
   * @throws FileAlreadyExistsException when there is such a file; it is left as it is
   */
  static void write(Path target, String folder, List<Bundle.Entry> entries, long wallMillis)
      throws IOException {
    Path whole = target.toAbsolutePath();
    Path parent = whole.getParent();
    if (parent == null || Files.exists(whole)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path beside = Files.createTempFile(parent, ".kiosk-agent-", ".part", OWNER_ONLY);
    try {
      try (OutputStream out = Files.newOutputStream(beside);
          var zip = new ZipOutputStream(new BufferedOutputStream(out), StandardCharsets.UTF_8)) {
        for (Bundle.Entry entry : entries) {
          var header = new ZipEntry(folder + "/" + entry.name());
          header.setTime(wallMillis);
          zip.putNextEntry(header);
          zip.write(entry.bytes());
          zip.closeEntry();
        }
      }
      publish(beside, whole);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** A rename would replace a file that came meanwhile; a second name for the same file cannot. */
  private static void publish(Path beside, Path target) throws IOException {
    try {
      Files.createLink(target, beside);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (FileSystemException | UnsupportedOperationException noLinksHere) { // a USB stick
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}

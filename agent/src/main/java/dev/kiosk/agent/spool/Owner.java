package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.CheckedText;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose events are in the folder: a file with tenant and host, as {@link CheckedText}.
 *
 * <pre>
 * kiosk-spool-owner 1
 * TENANT/HOST
 * crc HEX
 * </pre>
 */
final class Owner {

  private static final String FILE_NAME = "owner";
  private static final String TITLE = "kiosk-spool-owner 1";
  private static final int MOST_BYTES = 4096;

  private Owner() {}

  /**
   * Makes the folder the configured owner's. What another tenant or host spooled there is not ours
   * to send: it is kept, out of the way. A file that cannot be read names nobody; the folder is
   * then ours, as it most likely was.
   *
   * @return a sentence when something was set aside or unreadable, else an empty text
   */
  static String claim(SpoolConfig config, Disk disk) throws IOException {
    Path file = config.dir().resolve(FILE_NAME);
    String found = read(disk, config.dir());
    if (config.owner().equals(found)) {
      return "";
    }
    String told = "";
    if (found == null && disk.exists(file)) {
      told = "The spool's file '%s' was unreadable; its events are taken for those of %s.";
      told = told.formatted(FILE_NAME, config.owner());
    } else if (found != null) {
      Path aside = setAside(config.dir(), disk);
      told =
          "The spool belonged to %s; its unsent events are set aside in %s."
              .formatted(found, aside);
    }
    SmallFile.replace(disk, file, CheckedText.encode(TITLE, List.of(config.owner())));
    return told;
  }

  /** Whose a folder is; null when its file is missing or unreadable. */
  static @Nullable String read(Disk disk, Path dir) throws IOException {
    Path file = dir.resolve(FILE_NAME);
    if (!disk.exists(file) || disk.size(file) > MOST_BYTES) {
      return null;
    }
    byte[] bytes = SmallFile.read(disk, file, MOST_BYTES);
    List<String> lines = bytes == null ? null : CheckedText.decode(TITLE, bytes);
    return lines == null || lines.size() != 1 ? null : lines.get(0);
  }

  private static Path setAside(Path dir, Disk disk) throws IOException {
    Path aside = dir.resolve("set-aside");
    for (int n = 2; disk.exists(aside); n++) {
      aside = dir.resolve("set-aside-" + n);
    }
    disk.createDirectories(aside);
    for (String name : disk.list(dir)) {
      boolean ours = name.endsWith(".segment");
      ours |= name.equals(Positions.FILE_NAME) || name.equals(Ledger.FILE_NAME);
      if (ours) {
        disk.rename(dir.resolve(name), aside.resolve(name));
      }
    }
    disk.syncDirectory(aside);
    disk.syncDirectory(dir);
    return aside;
  }
}

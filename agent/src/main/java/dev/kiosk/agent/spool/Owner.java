package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Whose events are in the folder: a file with tenant and host. */
final class Owner {

  private static final String FILE_NAME = "owner";
  private static final int MOST_BYTES = 4096;

  private Owner() {}

  /**
   * Makes the folder the configured owner's. What another tenant or host spooled there is not ours
   * to send: it is kept, out of the way.
   *
   * @return a sentence when something was set aside, else an empty text
   */
  static String claim(SpoolConfig config, Disk disk) throws IOException {
    Path file = config.dir().resolve(FILE_NAME);
    byte[] owner = config.owner().getBytes(StandardCharsets.UTF_8);
    byte[] found = SmallFile.read(disk, file, MOST_BYTES);
    String told = "";
    if (found != null && !Arrays.equals(found, owner)) {
      Path aside = setAside(config.dir(), disk);
      told =
          "The spool belonged to %s; its unsent events are set aside in %s."
              .formatted(new String(found, StandardCharsets.UTF_8), aside);
    }
    if (found == null || !told.isEmpty()) {
      SmallFile.replace(disk, file, owner);
    }
    return told;
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

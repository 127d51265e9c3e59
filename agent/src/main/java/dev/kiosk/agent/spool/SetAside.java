package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Moves out of the way what cannot be used but must not be deleted: it may help to find the cause.
 */
final class SetAside {

  static final String SUFFIX = ".damaged";

  private SetAside() {}

  /** Renames a file to a free name beside it; does nothing when it is not there. */
  static void file(Disk disk, Path file) throws IOException {
    if (!disk.exists(file)) {
      return;
    }
    Path target = file.resolveSibling(file.getFileName() + SUFFIX);
    for (int n = 2; disk.exists(target); n++) {
      target = file.resolveSibling(file.getFileName() + SUFFIX + "-" + n);
    }
    disk.rename(file, target);
  }
}

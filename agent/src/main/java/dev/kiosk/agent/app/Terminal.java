package dev.kiosk.agent.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What stands behind the standard input and output. */
final class Terminal {

  private Terminal() {}

  /**
   * Whether colours may be used: the output goes to a terminal and the user has not asked to go
   * without (NO_COLOR, see no-color.org). Asks the kernel, because from Java 22 on there is a
   * System.console() also where there is no terminal.
   */
  static boolean takesColours() {
    String noColour = System.getenv("NO_COLOR");
    if (noColour != null && !noColour.isEmpty()) {
      return false;
    }
    return isTerminal(1);
  }

  /** Whether a person can type into the standard input. */
  static boolean isRead() {
    return isTerminal(0);
  }

  /** Whether this process belongs to a terminal that is still there (tty(4)). */
  static boolean isControlled() {
    try (var terminal = FileChannel.open(Path.of("/dev/tty"), StandardOpenOption.READ)) {
      return terminal.isOpen();
    } catch (IOException none) {
      return false;
    }
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}

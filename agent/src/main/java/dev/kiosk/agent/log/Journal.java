package dev.kiosk.agent.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the journal of systemd wants of a line. */
public final class Journal {

  /** A person must act, by sd-daemon(3). */
  public static final int ERROR = 3;

  /** Something was lost or will need somebody. */
  static final int WARNING = 4;

  /** A state has changed. */
  static final int INFO = 6;

  static final int DEBUG = 7;

  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private Journal() {}

  /** Whether what this process writes to standard error goes to the journal. */
  public static boolean takesStderr() {
    return takesStderr(System.getenv("JOURNAL_STREAM"));
  }

  /**
   * The same.
   *
   * @param stream the variable JOURNAL_STREAM: device and inode of what the journal reads. A
   *     process whose output was sent elsewhere inherits it too, hence the comparison
   *     (systemd.exec(5))
   */
  private static boolean takesStderr(@Nullable String stream) {
    if (stream == null || stream.isEmpty()) {
      return false;
    }
    try {
      Map<String, Object> is = Files.readAttributes(STDERR, "unix:dev,ino");
      return stream.equals(is.get("dev") + ":" + is.get("ino"));
    } catch (IOException | UnsupportedOperationException unseen) {
      return true; // no /proc: the variable is all there is
    }
  }

  /** Each line of a text with its priority before it; no line break at the end. */
  public static String marked(int priority, String text) {
    String mark = "<" + priority + ">";
    return text.lines().collect(Collectors.joining("\n" + mark, mark, ""));
  }
}

package dev.kiosk.agent.log;

import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.provider.LoggingProvider;
import org.tinylog.provider.ProviderRegistry;

/**
 * What the agent's code logs by: tinylog, without its own front door, which would keep formats of
 * numbers and the languages' data for them in memory for good. {@code {}} in a message stands for
 * the next argument, as it prints itself. From any thread.
 */
public final class Log {

  /** How far above tinylog's own code the caller of {@link Log} is. */
  private static final int DEPTH = 3;

  private static final LoggingProvider PROVIDER = ProviderRegistry.getLoggingProvider();

  private Log() {}

  /** What helps whoever looks for a fault in the program; off unless asked for. */
  public static void debug(String message, @Nullable Object... arguments) {
    log(Level.DEBUG, null, message, arguments);
  }

  /** A state has changed. */
  public static void info(String message, @Nullable Object... arguments) {
    log(Level.INFO, null, message, arguments);
  }

  /** Something was lost, or will need somebody. */
  public static void warn(String message, @Nullable Object... arguments) {
    log(Level.WARN, null, message, arguments);
  }

  /** A person must act here. */
  public static void error(String message, @Nullable Object... arguments) {
    log(Level.ERROR, null, message, arguments);
  }

  /** The same, with what was thrown and where. */
  public static void error(Throwable thrown, String message, @Nullable Object... arguments) {
    log(Level.ERROR, thrown, message, arguments);
  }

  private static void log(
      Level level, @Nullable Throwable thrown, String message, @Nullable Object... arguments) {
    PROVIDER.log(DEPTH, null, level, thrown, Log::filled, message, arguments);
  }

  /** As many as there are of either; further arguments are left out, further places stay. */
  static String filled(@Nullable String message, @Nullable Object @Nullable [] arguments) {
    String rest = String.valueOf(message);
    if (arguments == null) {
      return rest;
    }
    var text = new StringBuilder(rest.length() + 32);
    for (Object argument : arguments) {
      int place = rest.indexOf("{}");
      if (place < 0) {
        break;
      }
      text.append(rest, 0, place).append(argument);
      rest = rest.substring(place + 2);
    }
    return text.append(rest).toString();
  }
}

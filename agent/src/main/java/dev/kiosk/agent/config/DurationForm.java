package dev.kiosk.agent.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How durations are written: a whole number and a unit, as in "500ms", "10s", "15m", "2h", "7d".
 */
public final class DurationForm {

  /** For messages. */
  public static final String EXPECTED = "a duration such as \"10s\" (units: ms, s, m, h, d)";

  /** Nine digits of days still fit in milliseconds, so that no product overflows. */
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private DurationForm() {}

  /** The duration that the text stands for, or null when it is none. */
  public static @Nullable Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    return Duration.ofMillis(Long.parseLong(form.group(1)) * unitMillis(form.group(2)));
  }

  /** The shortest way to write a duration, without loss down to milliseconds. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      long unitMillis = unitMillis(unit);
      if (millis >= unitMillis && millis % unitMillis == 0) {
        return String.format(Locale.US, "%d%s", millis / unitMillis, unit);
      }
    }
    return millis + "ms";
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "d" -> 86_400_000L;
      case "h" -> 3_600_000L;
      case "m" -> 60_000L;
      case "s" -> 1_000L;
      default -> 1L;
    };
  }
}

package dev.kiosk.agent.status;

import dev.kiosk.agent.telemetry.Decimals;

/** Spans of time, sizes and numbers as people say them. */
public final class Spans {

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB"};

  private Spans() {}

  /** "3 s", "12 min", "3 h 20 min", "9 d 4 h"; rounded down, two units at most. */
  public static String words(long millis) {
    if (millis < SECOND) {
      return "less than 1 s";
    }
    if (millis < MINUTE) {
      return millis / SECOND + " s";
    }
    if (millis < HOUR) {
      return millis / MINUTE + " min";
    }
    if (millis < DAY) {
      return two(millis / HOUR + " h", millis % HOUR / MINUTE, "min");
    }
    return two(millis / DAY + " d", millis % DAY / HOUR, "h");
  }

  private static String two(String first, long rest, String unit) {
    return rest == 0 ? first : first + ' ' + rest + ' ' + unit;
  }

  /**
   * From a moment until the time of the snapshot; a clock that was set back gives "less than 1 s".
   */
  static String since(long thenMillis, long nowMillis) {
    return words(Math.max(0, nowMillis - thenMillis));
  }

  /** "0 B", "12.5 MiB". */
  public static String size(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= 1024 && unit < SIZES.length - 1) {
      number /= 1024;
      unit++;
    }
    return number(number) + ' ' + SIZES[unit];
  }

  /** At most one place behind the point, none when it is a zero. */
  static String number(double value) {
    String text = Decimals.fixed(value, 1);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A share in percent, small ones too: "0.31 %", "12.5 %". */
  static String share(double percent) {
    return Decimals.fixed(percent, percent < 1 ? 2 : 1) + " %";
  }

  /** "470,210". */
  static String count(long count) {
    return Decimals.grouped(count);
  }

  /** "1 alert", "3,000 alerts", for lanes: the name is a plural. */
  public static String counted(long count, String plural) {
    return count(count) + " " + (count == 1 ? plural.substring(0, plural.length() - 1) : plural);
  }
}

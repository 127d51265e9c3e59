package dev.kiosk.agent.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How sizes are written: a whole number and a unit of 1024, as in "512B", "4KiB", "64MiB". */
public final class SizeForm {

  /** For messages. */
  public static final String EXPECTED = "a size such as \"64MiB\" (units: B, KiB, MiB, GiB)";

  /** Nine digits of GiB still fit in a long. */
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

  private SizeForm() {}

  /** The bytes that the text stands for, or -1 when it is no size. */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return -1;
    }
    long bytes = Long.parseLong(form.group(1));
    for (String unit : UNITS) {
      if (unit.equals(form.group(2))) {
        break;
      }
      bytes *= 1024;
    }
    return bytes;
  }

  /** The shortest way to write a number of bytes, without loss. */
  static String format(long bytes) {
    long number = bytes;
    int unit = 0;
    while (unit < UNITS.length - 1 && number > 0 && number % 1024 == 0) {
      number /= 1024;
      unit++;
    }
    return number + UNITS[unit];
  }
}

package dev.kiosk.agent.telemetry;

/**
 * Numbers as people read them, in every locale alike. By hand, because a {@link
 * java.util.Formatter} brings the data of locales with it: half a megabyte of a small service, for
 * a point and a comma.
 */
public final class Decimals {

  /** Beyond it a hundredfold of it could not be told from its neighbours. */
  private static final double EXACT = 1e13;

  private Decimals() {}

  /**
   * A number with exactly so many places behind the point, halves rounded away from zero: {@code
   * fixed(12.25, 1)} is "12.3". What is too great for that, or no number, is shown as Java does.
   *
   * @param places 1 or 2
   */
  public static String fixed(double value, int places) {
    if (!(Math.abs(value) < EXACT)) {
      return Double.toString(value);
    }
    int unit = places == 1 ? 10 : 100;
    long parts = Math.round(Math.abs(value) * unit);
    String behind = Long.toString(unit + parts % unit).substring(1); // with its leading zero
    return (value < 0 && parts > 0 ? "-" : "") + parts / unit + '.' + behind;
  }

  /** A whole number with a comma at each three digits: "470,210". */
  public static String grouped(long value) {
    var text = new StringBuilder(Long.toString(value));
    int first = value < 0 ? 1 : 0;
    for (int at = text.length() - 3; at > first; at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }
}

package dev.kiosk.agent.status.http;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A moment as HTTP writes it (RFC 9110, section 5.6.7). */
final class HttpDate {

  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private HttpDate() {}

  /**
   * For instance {@code Sun, 06 Nov 1994 08:49:37 GMT}.
   *
   * @param wallMillis milliseconds since the Unix epoch, of the years 1970 to 9999
   */
  static String of(long wallMillis) {
    LocalDateTime at =
        LocalDateTime.ofEpochSecond(Math.floorDiv(wallMillis, 1000), 0, ZoneOffset.UTC);
    return piece(DAYS, at.getDayOfWeek().getValue())
        + ", "
        + two(at.getDayOfMonth())
        + " "
        + piece(MONTHS, at.getMonthValue())
        + " "
        + at.getYear()
        + " "
        + two(at.getHour())
        + ":"
        + two(at.getMinute())
        + ":"
        + two(at.getSecond())
        + " GMT";
  }

  private static String piece(String names, int number) {
    return names.substring(3 * number - 3, 3 * number);
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}

package dev.kiosk.agent.time;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days as people write them. */
public final class Day {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Day() {}

  /**
   * The day in UTC, for instance "9 March 2027".
   *
   * @param wallMillis milliseconds since the Unix epoch
   */
  public static String words(long wallMillis) {
    return DAY.format(Instant.ofEpochMilli(wallMillis));
  }
}

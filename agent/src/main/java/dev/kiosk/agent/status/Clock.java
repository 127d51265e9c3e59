package dev.kiosk.agent.status;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Tells moments as times of day, as seen at the moment of a snapshot.
 *
 * @param zone the zone of the reader
 * @param nowMillis the moment of the snapshot; of another day the date is told too
 */
record Clock(ZoneId zone, long nowMillis) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** The moment of the snapshot: "2026-03-01 12:41:09". */
  String full() {
    return Instant.ofEpochMilli(nowMillis).atZone(zone).format(DAY_AND_TIME);
  }

  /** "since 12:29:09 (12 min)". */
  String since(long millis) {
    return "since " + at(millis) + " (" + Spans.since(millis, nowMillis) + ")";
  }

  /** "12:41:07", or "2026-03-01 12:41:07" when that was not today. */
  String at(long millis) {
    ZonedDateTime then = Instant.ofEpochMilli(millis).atZone(zone);
    ZonedDateTime now = Instant.ofEpochMilli(nowMillis).atZone(zone);
    return then.format(then.toLocalDate().equals(now.toLocalDate()) ? TIME : DAY_AND_TIME);
  }
}

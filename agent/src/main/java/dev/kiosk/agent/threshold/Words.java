package dev.kiosk.agent.threshold;

import dev.kiosk.agent.telemetry.Decimals;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.time.Duration;
import java.util.Locale;

/** The sentences about limits. */
final class Words {

  private Words() {}

  static String exceeded(Reading reading, Limit limit) {
    return "%s is %s, above the limit of %s for %s"
        .formatted(
            capital(reading.metric().words()),
            amount(reading.metric(), reading.value()),
            amount(reading.metric(), limit.value()),
            seconds(limit.duration()));
  }

  static String back(Reading reading, Limit limit) {
    return "%s is back to %s, the limit is %s"
        .formatted(
            capital(reading.metric().words()),
            amount(reading.metric(), reading.value()),
            amount(reading.metric(), limit.value()));
  }

  static String takenBack(Metric metric) {
    return "The limit for " + metric.words() + " was taken back";
  }

  static String outOfRange(double least, double most, double was) {
    return "pct must be within %s..%s, was %s".formatted(number(least), number(most), number(was));
  }

  private static String amount(Metric metric, double value) {
    return Decimals.fixed(value, 1) + " " + metric.unit().symbol();
  }

  private static String seconds(Duration duration) {
    return number(duration.toMillis() / 1000.0) + " s";
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A number as a person would write it: 140 and not 140.0. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

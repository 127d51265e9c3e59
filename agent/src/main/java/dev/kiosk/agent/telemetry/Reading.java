package dev.kiosk.agent.telemetry;

/**
 * One measured value of the host.
 *
 * @param metric what was measured; gives the unit
 * @param value in {@link Metric#unit()}, always finite
 * @param wallMillis when, in milliseconds since the Unix epoch
 */
public record Reading(Metric metric, double value, long wallMillis) {

  /**
   * Refuses values that are not numbers: "unknown" is the absence of a reading, never a reading.
   */
  public Reading {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(metric.wireName() + " is not a finite number: " + value);
    }
  }
}

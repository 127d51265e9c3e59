package dev.kiosk.agent.status;

import dev.kiosk.agent.telemetry.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a metric went lately, in steps of equal length.
 *
 * @param metric what was measured; gives the unit
 * @param stepMillis how long a step is, in milliseconds
 * @param endMillis when the last step ended, milliseconds since the Unix epoch
 * @param means the mean of each step, oldest first; null for a step without a reading
 * @param peaks the highest reading of each step; null where the mean is
 */
public record Trend(
    Metric metric,
    long stepMillis,
    long endMillis,
    List<@Nullable Double> means,
    List<@Nullable Double> peaks) {

  /** Copies the lists. */
  public Trend {
    if (means.size() != peaks.size()) {
      throw new IllegalArgumentException("as many peaks as means");
    }
    means = Collections.unmodifiableList(new ArrayList<>(means)); // List.copyOf refuses null
    peaks = Collections.unmodifiableList(new ArrayList<>(peaks));
  }

  /** The highest of all; null when there was no reading. */
  @Nullable Double highest() {
    Double highest = null;
    for (Double peak : peaks) {
      if (peak != null && (highest == null || peak > highest)) {
        highest = peak;
      }
    }
    return highest;
  }
}

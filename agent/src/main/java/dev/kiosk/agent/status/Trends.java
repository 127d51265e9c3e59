package dev.kiosk.agent.status;

import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last hour of each metric in steps of fifteen seconds, in a fixed amount of memory. */
final class Trends {

  private static final int STEPS = 240;
  private static final long STEP_NANOS = Duration.ofSeconds(15).toNanos();

  /** A reading counts for the present until then; longer than any usual interval. */
  private static final long STALE_MILLIS = Duration.ofMinutes(5).toMillis();

  private final Map<Metric, Line> lines = new EnumMap<>(Metric.class);
  private @Nullable Long stepBeganNanos;
  private long endMillis;

  /** One metric: the steps that are over, in a ring, and the one under way. */
  private static final class Line {
    private final float[] means = new float[STEPS];
    private final float[] peaks = new float[STEPS];
    private double sum;
    private double peak = Double.NEGATIVE_INFINITY;
    private int count;

    Line() {
      java.util.Arrays.fill(means, Float.NaN);
      java.util.Arrays.fill(peaks, Float.NaN);
    }

    void add(double value) {
      sum += value;
      peak = Math.max(peak, value);
      count++;
    }

    void close(int at) {
      means[at] = count == 0 ? Float.NaN : (float) (sum / count);
      peaks[at] = count == 0 ? Float.NaN : (float) peak;
      sum = 0;
      peak = Double.NEGATIVE_INFINITY;
      count = 0;
    }
  }

  private int next;

  void look(StatusSnapshot now, long nowNanos) {
    long began = stepBeganNanos == null ? nowNanos : stepBeganNanos;
    if (stepBeganNanos == null) {
      endMillis = now.takenMillis();
    }
    // After a pause of the machine the steps of the pause are empty; more than all need no loop.
    long over = Math.min(STEPS, (nowNanos - began) / STEP_NANOS);
    for (long i = 0; i < over; i++) {
      for (Line line : lines.values()) {
        line.close(next);
      }
      next = (next + 1) % STEPS;
      endMillis = now.takenMillis();
    }
    stepBeganNanos = over == STEPS ? nowNanos : began + over * STEP_NANOS;
    for (Reading reading : now.readings()) {
      long age = now.takenMillis() - reading.wallMillis();
      if (Math.abs(age) <= STALE_MILLIS) {
        lines.computeIfAbsent(reading.metric(), metric -> new Line()).add(reading.value());
      }
    }
  }

  List<Trend> list() {
    var list = new ArrayList<Trend>();
    lines.forEach(
        (metric, line) ->
            list.add(
                new Trend(
                    metric,
                    STEP_NANOS / 1_000_000,
                    endMillis,
                    inOrder(line.means),
                    inOrder(line.peaks))));
    return list;
  }

  private List<@Nullable Double> inOrder(float[] ring) {
    var values = new ArrayList<@Nullable Double>(STEPS);
    for (int i = 0; i < STEPS; i++) {
      float value = ring[(next + i) % STEPS];
      values.add(Float.isNaN(value) ? null : Double.valueOf(value));
    }
    return values;
  }
}

package dev.kiosk.agent.wire;

import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Unit;
import java.io.IOException;

/**
 * A measured value of the host other than CPU load.
 *
 * @param metric gives name and unit; never {@link Metric#CPU}, which has a type of its own
 * @param value in the unit of the metric; written with at most two decimals
 */
public record MetricEvent(long ts, Metric metric, double value) implements Event {

  /** Refuses CPU load, a percentage outside 0 to 100, and any value beyond ten million. */
  public MetricEvent {
    Limits.notNegative("ts", ts);
    if (metric == Metric.CPU) {
      throw new IllegalArgumentException("cpu load travels as a cpu event");
    }
    if (metric.unit() == Unit.PERCENT) {
      Limits.percent(metric.wireName(), value);
    } else {
      Limits.writable(metric.wireName(), value);
    }
  }

  @Override
  public String type() {
    return "metric";
  }

  @Override
  public WireLane spooledIn() {
    return WireLane.READINGS;
  }

  @Override
  public void writeTo(FieldWriter out) throws IOException {
    out.text("name", metric.wireName());
    out.decimal("value", value);
    out.text("unit", metric.unit().wireName());
  }
}

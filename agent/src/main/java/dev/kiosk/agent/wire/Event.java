package dev.kiosk.agent.wire;

import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the agent reports, told apart by {@code type}. Tenant and host are not in here:
 * the {@link Codec} adds them. Times are milliseconds since the Unix epoch and never negative.
 *
 * <p>Constructors cut over-long texts and refuse numbers out of range with an {@link
 * IllegalArgumentException}, so whatever exists can be written.
 */
public sealed interface Event
    permits CpuEvent, ErrorEvent, MetricEvent, DeviceEvent, GapEvent, Heartbeat {

  /** When it was so, in milliseconds since the Unix epoch. */
  long ts();

  /** The name of the type in frames, for instance {@code cpu}. */
  String type();

  /** The lane it is spooled in, or null for a heartbeat, which is only ever sent live. */
  @Nullable WireLane spooledIn();

  /** Writes the fields that follow type, time, tenant and host. */
  void writeTo(FieldWriter out) throws IOException;

  /** The event that reports a reading of the host. */
  static Event of(Reading reading) {
    return reading.metric() == Metric.CPU
        ? new CpuEvent(reading.wallMillis(), reading.value())
        : new MetricEvent(reading.wallMillis(), reading.metric(), reading.value());
  }
}

package dev.kiosk.simulator.world;

import dev.kiosk.agent.host.HostProbe;
import dev.kiosk.agent.telemetry.Metric;
import java.util.OptionalDouble;

/** A processor load that differs from reading to reading, so that a mix-up shows. */
final class CountingCpu implements HostProbe {

  private long readings;

  @Override
  public Metric metric() {
    return Metric.CPU;
  }

  @Override
  public OptionalDouble read() {
    return OptionalDouble.of(readings++ % 6000 / 100.0);
  }

  /** How often it was read. */
  long count() {
    return readings;
  }
}

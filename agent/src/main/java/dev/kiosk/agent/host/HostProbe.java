package dev.kiosk.agent.host;

import dev.kiosk.agent.telemetry.Metric;
import java.util.OptionalDouble;

/** One measurement of the kiosk itself. A port: tests stand in for it. For one thread. */
public interface HostProbe {

  /** What is measured; gives the unit. */
  Metric metric();

  /**
   * Measures now. Does not wait.
   *
   * @return a finite value in the metric's unit; empty when it is not known, never a made-up 0
   */
  OptionalDouble read();
}

package dev.kiosk.agent.device;

import java.time.Duration;

/**
 * One question that can be asked of one device. Asking must never take the device away from the
 * kiosk's application, and silence is never health.
 */
public interface Probe {

  /**
   * Asks now, in the caller's thread.
   *
   * <p>Expected trouble (no answer, port in use, an answer that fails validation) is an observation
   * with that finding, not an exception.
   *
   * @param timeout the longest the whole question may take
   */
  Observation observe(Duration timeout);

  /**
   * What must not be asked twice at the same time, for instance {@code tcp://10.0.0.7:9100}. Probes
   * with the same endpoint share one worker.
   */
  String endpoint();

  /**
   * Whether it opens something that is given back only when the process ends. Then an agent that
   * takes the place of another in the same process has to ask with the same probe.
   */
  default boolean staysOpen() {
    return false;
  }
}

package dev.kiosk.agent.device;

import dev.kiosk.agent.condition.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one question to a device showed.
 *
 * @param findings all conditions that the answer shows, in no order; empty when the device said
 *     that all is well
 * @param source who says so, for people: for instance {@code ESC/POS tcp://10.0.0.7:9100}
 * @param model the device's own name for itself, if it told
 * @param serial the device's serial number, if it told
 */
public record Observation(
    List<Finding> findings, String source, @Nullable String model, @Nullable String serial) {

  /** Copies the list. */
  public Observation {
    findings = List.copyOf(findings);
  }

  /** An observation without identity. */
  public static Observation of(String source, List<Finding> findings) {
    return new Observation(findings, source, null, null);
  }
}

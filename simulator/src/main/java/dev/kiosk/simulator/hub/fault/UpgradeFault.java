package dev.kiosk.simulator.hub.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How agents that may come in are refused.
 *
 * @param status the HTTP status, 400 to 599
 * @param retryAfter what the header Retry-After says, in whole seconds; null leaves it out
 */
public record UpgradeFault(int status, @Nullable Duration retryAfter) implements Fault {

  static final String FORMS = "STATUS, STATUS:TIME";

  /** What is written, or null. */
  static @Nullable UpgradeFault of(String written) {
    if (!written.matches("[45]\\d\\d(:.+)?")) {
      return null;
    }
    int status = Integer.parseInt(written.substring(0, 3));
    if (written.length() == 3) {
      return new UpgradeFault(status, null);
    }
    Duration retryAfter = Span.parse(written.substring(4));
    boolean whole = retryAfter != null && retryAfter.toMillisPart() == 0;
    return whole ? new UpgradeFault(status, retryAfter) : null;
  }

  @Override
  public String words() {
    String refuses = "refuses agents with HTTP " + status;
    return retryAfter == null
        ? refuses
        : "%s and Retry-After %d".formatted(refuses, retryAfter.toSeconds());
  }
}

package dev.kiosk.agent.device.transport;

import java.time.Duration;

/** Opens short-lived lines to one endpoint. For one thread at a time. */
public interface Dialer {

  /** The canonical text of the endpoint, without any secret. */
  String endpoint();

  /** How long the answer to one short question may take over lines of this kind. */
  default Duration patience() {
    return Duration.ofMillis(500);
  }

  /**
   * Opens a line, unless that would take the device from somebody.
   *
   * @param connect the longest wait for the opening
   * @param deadlineNanos when all must be over, on the clock of {@link
   *     dev.kiosk.agent.time.Time#nanos()}; it also bounds every later read
   * @throws TransportException REFUSED, REFUSED_ALIVE, UNREACHABLE, IN_USE, ABSENT or DENIED
   */
  Line dial(Duration connect, long deadlineNanos) throws TransportException;
}

package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.Condition;

/**
 * What came is no answer that a printer's state may be read from. The message is a sentence without
 * a full stop; the condition is what the device is reported to be.
 */
public final class IppException extends Exception {

  private final Condition condition;

  private IppException(Condition condition, String message) {
    super(message);
    this.condition = condition;
  }

  /** The bytes are not what the protocol demands: another service, or another version of it. */
  static IppException mismatch(String message) {
    return new IppException(Condition.PROTOCOL_MISMATCH, message);
  }

  /** The other side answers, and tells nothing about a printer. */
  static IppException unknown(String message) {
    return new IppException(Condition.STATUS_UNKNOWN, message);
  }

  /** The other side answers that it cannot answer. */
  static IppException notResponding(String message) {
    return new IppException(Condition.NOT_RESPONDING, message);
  }

  /** What a device is reported to be when this came instead of its state. */
  public Condition condition() {
    return condition;
  }
}

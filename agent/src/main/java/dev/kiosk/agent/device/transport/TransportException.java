package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A device was not reached or did not answer. The message is a sentence that names the endpoint.
 */
public final class TransportException extends IOException {

  /** The ways in which an exchange fails; each means something else to the person at the device. */
  public enum Trouble {
    /** The machine at that address answered that nobody listens on the port. */
    REFUSED,
    /**
     * The same, but the device gives its other services: another machine has its only connection,
     * or the port is switched off.
     */
    REFUSED_ALIVE,
    /** No connection in time: no route, nothing answers, or the name is not known. */
    UNREACHABLE,
    /** Connected, but what was awaited did not come in time. */
    SILENT,
    /** Connected, then closed or reset by the other side. */
    CLOSED,
    /** More bytes than any answer of any device has. */
    GARBAGE,
    /** Another program on this machine has the device, and we leave it alone. */
    IN_USE,
    /** There is no such device node. */
    ABSENT,
    /** The agent has no right to open the device node. */
    DENIED
  }

  private final Trouble trouble;
  private final @Nullable Finding unknown;

  TransportException(Trouble trouble, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.trouble = trouble;
    this.unknown = null;
  }

  private TransportException(Finding unknown, @Nullable Throwable cause) {
    super(unknown.raw(), cause);
    this.trouble = Trouble.DENIED;
    this.unknown = unknown;
  }

  /**
   * The agent has no right to it.
   *
   * @param why the reason and what to do about it, for people, without a full stop
   */
  static TransportException denied(String endpoint, String why, @Nullable Throwable cause) {
    return new TransportException(Finding.unknown(endpoint, why), cause);
  }

  /** What is found of a device that was not heard for this reason. */
  public Finding finding() {
    return unknown != null ? unknown : Finding.of(condition(), String.valueOf(getMessage()));
  }

  /** What a device is reported to be when this is why it was not heard. */
  public Condition condition() {
    return switch (trouble) {
      case REFUSED, UNREACHABLE -> Condition.LINK_DOWN;
      case SILENT, CLOSED -> Condition.NOT_RESPONDING;
      case GARBAGE -> Condition.PROTOCOL_MISMATCH;
      case REFUSED_ALIVE, IN_USE -> Condition.PORT_IN_USE;
      case ABSENT -> Condition.DEVICE_ABSENT;
      case DENIED -> Condition.STATUS_UNKNOWN;
    };
  }

  /** How it failed. */
  public Trouble trouble() {
    return trouble;
  }
}

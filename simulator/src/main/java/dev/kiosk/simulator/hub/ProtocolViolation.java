package dev.kiosk.simulator.hub;

import org.eclipse.jetty.websocket.api.StatusCode;

/** A frame that breaks the wire contract; the connection is closed with its code and reason. */
final class ProtocolViolation extends Exception {

  private final int closeCode;

  private ProtocolViolation(int closeCode, String reason) {
    super(
        reason, null, false,
        false); // it ends a conversation; where it was thrown tells nobody anything
    this.closeCode = closeCode;
  }

  /** 1002: a message that has no place at this point of the conversation (RFC 6455, 7.4.1). */
  static ProtocolViolation order(String reason) {
    return new ProtocolViolation(StatusCode.PROTOCOL, reason);
  }

  /** 1007: a frame that is not what the contract says it must be (RFC 6455, 7.4.1). */
  static ProtocolViolation malformed(String reason) {
    return new ProtocolViolation(StatusCode.BAD_PAYLOAD, reason);
  }

  /** 1008: well-formed, but not allowed to this peer (RFC 6455, 7.4.1). */
  static ProtocolViolation refused(String reason) {
    return new ProtocolViolation(StatusCode.POLICY_VIOLATION, reason);
  }

  int closeCode() {
    return closeCode;
  }

  /** A sentence for whoever reads the other side's log. */
  String reason() {
    return String.valueOf(getMessage());
  }
}

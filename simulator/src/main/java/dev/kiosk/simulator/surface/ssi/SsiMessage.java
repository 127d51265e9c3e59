package dev.kiosk.simulator.surface.ssi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes messages of a scanner (Simple Serial Interface Programmer's Guide 72E-40451): length,
 * opcode, source, status, data, and the two's complement of their sum in two bytes, the high one
 * first.
 */
final class SsiMessage {

  static final int REQUEST_REVISION = 0xA3;
  static final int REPLY_REVISION = 0xA4;
  static final int ACK = 0xD0;
  static final int NAK = 0xD1;
  static final int CAPABILITIES_REQUEST = 0xD3;
  static final int CAPABILITIES_REPLY = 0xD4;
  static final int SCAN_ENABLE = 0xE9;
  static final int SCAN_DISABLE = 0xEA;
  static final int DECODE_DATA = 0xF3;

  /** NAK: send that again. */
  static final byte RESEND = 1;

  /** NAK: not in this state, or not known. */
  static final byte BAD_CONTEXT = 2;

  /** NAK: the host is not allowed to. */
  static final byte DENIED = 6;

  private static final int SCANNER = 0;
  private static final int SENT_AGAIN = 1;

  private final boolean sourceByte;

  /**
   * A writer.
   *
   * @param sourceByte false for the framing of other makers, which has none
   */
  SsiMessage(boolean sourceByte) {
    this.sourceByte = sourceByte;
  }

  /** A message with data, at most 251 bytes. */
  byte[] of(int opcode, byte... data) {
    return message(opcode, 0, data);
  }

  /** A message with text for data. */
  byte[] of(int opcode, String text) {
    return of(opcode, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A scan: the kind of code, then its text. */
  byte[] scan(int kind, String text, boolean again) {
    var data = new ByteArrayOutputStream();
    data.write(kind);
    data.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return message(DECODE_DATA, again ? SENT_AGAIN : 0, data.toByteArray());
  }

  private byte[] message(int opcode, int status, byte[] data) {
    var out = new ByteArrayOutputStream();
    out.write((sourceByte ? 4 : 3) + data.length);
    out.write(opcode);
    if (sourceByte) {
      out.write(SCANNER);
    }
    out.write(status);
    out.writeBytes(data);
    int sum = 0;
    for (byte each : out.toByteArray()) {
      sum += each & 0xFF;
    }
    out.write(-sum >> 8);
    out.write(-sum);
    return out.toByteArray();
  }
}

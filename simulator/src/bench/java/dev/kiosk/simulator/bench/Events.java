package dev.kiosk.simulator.bench;

import java.nio.charset.StandardCharsets;

/** Events of one length that the hub takes, each with a number of its own. */
final class Events {

  /** Whose events they are. */
  static final String TENANT = "acme";

  static final String HOST = "T1-K017";

  private static final String BEFORE_NAME =
      "{\"type\":\"metric\",\"ts\":1732450000000,\"tenantId\":\"%s\",\"host\":\"%s\",\"name\":\""
          .formatted(TENANT, HOST);
  private static final String VALUE = "\",\"value\":";
  private static final String END = ",\"unit\":\"x\"}";

  /** So that all numbers have as many digits. */
  private static final int LEAST = 10_000_000;

  private static final int DIGITS = 8;

  private final byte[] frame;
  private final int lastDigit;

  /** Events of so many bytes. */
  Events(int bytes) {
    int rest = BEFORE_NAME.length() + VALUE.length() + DIGITS + END.length();
    String text = BEFORE_NAME + "n".repeat(bytes - rest) + VALUE + LEAST + END;
    this.frame = text.getBytes(StandardCharsets.US_ASCII);
    this.lastDigit = bytes - END.length() - 1;
  }

  /** The event with a number, which is not negative; a new array. */
  byte[] numbered(int number) {
    byte[] event = frame.clone();
    int rest = LEAST + number;
    for (int at = lastDigit; rest > 0; at--) {
      event[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return event;
  }

  /** The number of an event, or -1 when it is none of these. */
  static int number(String line) {
    int at = line.indexOf(VALUE);
    if (at < 0) {
      return -1;
    }
    int from = at + VALUE.length();
    return Integer.parseInt(line, from, from + DIGITS, 10) - LEAST;
  }
}

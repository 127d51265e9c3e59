package dev.kiosk.simulator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Counts the events of a batch by going through its bytes once. */
final class BatchCount {

  private static final byte[] START =
      "{\"kind\":\"batch\",\"lane\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FIRST = "\",\"first\":".getBytes(StandardCharsets.US_ASCII);

  private BatchCount() {}

  /**
   * What a batch says.
   *
   * @param lane its name
   * @param next the position behind its last event
   */
  record Batch(String lane, long next, int events) {}

  /** Whether a frame is a batch, as the agent writes them. */
  static boolean isBatch(byte[] frame, int length) {
    return length > START.length && startsWith(frame, 0, START);
  }

  private static boolean startsWith(byte[] frame, int at, byte[] start) {
    return Arrays.equals(frame, at, at + start.length, start, 0, start.length);
  }

  /** What is in it. */
  static Batch of(byte[] frame, int length) throws IOException {
    int at = START.length;
    while (frame[at] != '"') {
      at++;
    }
    var lane = new String(frame, START.length, at - START.length, StandardCharsets.US_ASCII);
    if (!startsWith(frame, at, FIRST)) {
      throw new IOException("expected first behind lane");
    }
    long first = 0;
    for (at += FIRST.length; frame[at] != ','; at++) {
      first = first * 10 + frame[at] - '0';
    }
    int events = objects(frame, at, length);
    return new Batch(lane, first + events, events);
  }

  /** The objects that stand in the array of events, not those within them. */
  private static int objects(byte[] frame, int from, int length) throws IOException {
    int depth = 1;
    int objects = 0;
    boolean quoted = false;
    for (int at = from; at < length; at++) {
      byte next = frame[at];
      if (quoted) {
        if (next == '\\') {
          at++;
        } else if (next == '"') {
          quoted = false;
        }
      } else if (next == '"') {
        quoted = true;
      } else if (next == '{') {
        objects += depth == 1 ? 1 : 0;
        depth++;
      } else if (next == '}') {
        depth--;
      }
    }
    if (depth != 0 || quoted) {
      throw new IOException("a batch that does not end where its frame ends");
    }
    return objects;
  }
}

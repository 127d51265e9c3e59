package dev.kiosk.agent.device.ssi;

import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Takes messages from a line and hands on only answers. What was scanned passes by here, and stays
 * here: its bytes are overwritten, and neither the wiretap nor any text gets them. That also holds
 * for bytes that fail their checks, which may be of a scan.
 */
final class SsiReader {

  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration UNQUIET_AT_MOST = Duration.ofMillis(500);

  private final Line line;
  private final Time time;
  private final Wiretap tap;
  private int skipped;

  SsiReader(Line line, Time time, Wiretap tap) {
    this.line = line;
    this.time = time;
    this.tap = tap;
  }

  /**
   * Throws away what has come already, and while a message is coming in, waits for its end: only
   * then a question stands between two messages.
   */
  void settle() throws TransportException {
    byte[] stale = line.drain();
    boolean had = stale.length > 0;
    Arrays.fill(stale, (byte) 0);
    if (had) {
      awaitQuiet();
    }
  }

  /** Throws away what comes until nothing comes any more, for half a second at most. */
  void awaitQuiet() throws TransportException {
    long endNanos = time.nanos() + UNQUIET_AT_MOST.toNanos();
    try {
      while (time.nanos() - endNanos < 0) {
        line.read(time.nanos() + QUIET.toNanos());
      }
    } catch (TransportException failure) {
      if (failure.trouble() != Trouble.SILENT) {
        throw failure;
      }
    }
  }

  /** How many messages that were no answer went by. */
  int skipped() {
    return skipped;
  }

  /**
   * Waits for an answer: REPLY_REVISION, ACK or NAK.
   *
   * @throws TransportException SILENT when none came in time
   * @throws SsiException when what came is no valid message
   */
  SsiFrame answer(long untilNanos) throws TransportException, SsiException {
    while (true) {
      byte[] bytes = whole(untilNanos);
      try {
        SsiFrame frame = SsiFrame.parse(bytes);
        if (isAnswer(frame)) {
          tap.received(bytes.clone());
          return frame;
        }
        skipped++;
        tap.means(
            String.format(
                Locale.US,
                "received %s, %d bytes, not shown and not acknowledged",
                name(frame.opcode()),
                bytes.length));
      } catch (SsiException invalid) {
        tap.means(
            "received "
                + bytes.length
                + " bytes that are no valid message, not shown: they may be of a scan");
        throw invalid;
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  private static boolean isAnswer(SsiFrame frame) {
    return switch (frame.opcode()) {
      case SsiFrame.REPLY_REVISION, SsiFrame.ACK, SsiFrame.NAK -> true;
      default -> false;
    };
  }

  private static String name(int opcode) {
    return switch (opcode) {
      case SsiFrame.DECODE_DATA -> "DECODE_DATA (a scan)";
      case SsiFrame.EVENT -> "EVENT";
      default -> String.format(Locale.US, "a message of type %02X", opcode);
    };
  }

  private byte[] whole(long untilNanos) throws TransportException, SsiException {
    int first = line.read(untilNanos);
    int rest = SsiFrame.bytesAfter(first);
    if (rest < 0) {
      tap.means("received a byte that begins no message, not shown");
      throw SsiFrame.hurt(new byte[] {(byte) first}, "no message begins so");
    }
    var bytes = new byte[1 + rest];
    bytes[0] = (byte) first;
    for (int have = 1; have < bytes.length; have++) {
      try {
        bytes[have] = (byte) line.read(untilNanos);
      } catch (TransportException failure) {
        byte[] begin = Arrays.copyOf(bytes, have);
        Arrays.fill(bytes, (byte) 0);
        if (failure.trouble() != Trouble.SILENT) {
          throw failure;
        }
        tap.means("received " + have + " bytes of a message that broke off, not shown");
        throw SsiFrame.hurt(begin, "it broke off");
      }
    }
    return bytes;
  }
}

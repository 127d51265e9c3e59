package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Questions and answers over one line, with their meanings for whoever looks at the bytes. */
final class Talk {

  /** Far longer than the gap between two bytes, at 1200 bits a second too. */
  private static final Duration QUIET = Duration.ofMillis(50);

  private static final int XON = 0x11;
  private static final int XOFF = 0x13;
  private static final int MOST_LATE_BYTES = 256;
  private static final int MOST_FLOW_CONTROL_BYTES = 64;

  private final Line line;
  private final Machine machine;
  private final Duration patience;
  private long askedNanos;
  private long slowestNanos;

  /**
   * A talk that has not begun.
   *
   * @param patience how long each answer may take
   */
  Talk(Line line, Machine machine, Duration patience) {
    this.line = line;
    this.machine = machine;
    this.patience = patience;
  }

  /**
   * Throws away what an earlier look or client left behind, and what of it is still on its way.
   *
   * @throws EscPosException when it does not end
   */
  void quietBefore() throws TransportException, EscPosException {
    awaitQuiet(QUIET, new ByteArrayOutputStream());
  }

  /**
   * What comes behind the last answer. It is waited for twice as long as the slowest answer took:
   * so late comes the last one, if a stray byte was taken for the first. A line that the printer
   * has closed is quiet.
   *
   * @throws EscPosException when it does not end
   */
  byte[] quietAfter() throws TransportException, EscPosException {
    long quietNanos = Math.min(patience.toNanos(), 2 * slowestNanos);
    var late = new ByteArrayOutputStream();
    try {
      awaitQuiet(Duration.ofNanos(Math.max(QUIET.toNanos(), quietNanos)), late);
    } catch (TransportException failure) {
      if (failure.trouble() != TransportException.Trouble.CLOSED) {
        throw failure;
      }
    }
    return late.toByteArray();
  }

  private void awaitQuiet(Duration quiet, ByteArrayOutputStream late)
      throws TransportException, EscPosException {
    late.writeBytes(line.drain());
    int mostBytes = late.size() + MOST_LATE_BYTES;
    for (OptionalInt value = within(quiet); value.isPresent(); value = within(quiet)) {
      late.write(value.getAsInt());
      if (late.size() > mostBytes) {
        throw new EscPosException("it sends on and on without being asked");
      }
    }
    if (late.size() > 0) {
      means("came without being asked for");
    }
  }

  private OptionalInt within(Duration quiet) throws TransportException {
    return line.readIfAny(machine.time().nanos() + quiet.toNanos());
  }

  /** What came without being asked for. */
  byte[] unasked() throws TransportException {
    byte[] unasked = line.drain();
    if (unasked.length > 0) {
      means("came without being asked for");
    }
    return unasked;
  }

  /** Sends a question; its answer is due from now on. */
  void ask(String meaning, byte... question) throws TransportException {
    line.send(question);
    means(meaning);
    askedNanos = machine.time().nanos();
  }

  /** The next byte of the answer, 0 to 255. */
  int next() throws TransportException {
    int value = line.read(askedNanos + patience.toNanos());
    slowestNanos = Math.max(slowestNanos, machine.time().nanos() - askedNanos);
    return value;
  }

  /** The first byte of an answer in which flow control means nothing else. */
  int nextButFlowControl() throws TransportException {
    int value = next();
    for (int more = 0; more < MOST_FLOW_CONTROL_BYTES && isFlowControl(value); more++) {
      value = next();
    }
    return value;
  }

  private static boolean isFlowControl(int value) {
    return value == XON || value == XOFF;
  }

  /** The next byte of an answer that has begun. */
  int next(String whole) throws TransportException, EscPosException {
    try {
      return next();
    } catch (TransportException failure) {
      if (failure.trouble() == TransportException.Trouble.SILENT) {
        throw new EscPosException("the " + whole + " broke off");
      }
      throw failure;
    }
  }

  /** Tells what the last bytes mean. */
  void means(Supplier<String> meaning) {
    machine.tap().means(meaning);
  }

  /** The same. */
  void means(String meaning) {
    machine.tap().means(meaning);
  }
}

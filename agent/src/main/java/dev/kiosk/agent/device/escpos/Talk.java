package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.TransportException;
import java.time.Duration;

/** Questions and answers over one line, with their meanings for whoever looks at the bytes. */
final class Talk {

  private static final int XON = 0x11;
  private static final int XOFF = 0x13;
  private static final int MOST_FLOW_CONTROL_BYTES = 64;

  private final Line line;
  private final Machine machine;
  private final Duration patience;
  private long untilNanos;

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
    untilNanos = machine.time().nanos() + patience.toNanos();
  }

  /** The next byte of the answer, 0 to 255. */
  int next() throws TransportException {
    return line.read(untilNanos);
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
  void means(String meaning) {
    machine.tap().means(meaning);
  }
}

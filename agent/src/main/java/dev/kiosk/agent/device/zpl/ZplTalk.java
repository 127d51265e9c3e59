package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.PortStatus;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One conversation with a printer: a question, its whole answer, then the next. */
final class ZplTalk implements AutoCloseable {

  /** How long a printer may think before an answer begins. */
  private static final Duration HOST_STATUS_BEGINS = Duration.ofMillis(900);

  private static final Duration ERROR_STATUS_BEGINS = Duration.ofMillis(700);
  private static final Duration IDENTITY_BEGINS = Duration.ofMillis(400);

  /** How long a whole answer may take, at 9600 bits a second too. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Line line;
  private final Machine machine;
  private boolean brokenOff;

  ZplTalk(Line line, Machine machine) {
    this.line = line;
    this.machine = machine;
  }

  /**
   * Asks ~HS and ~HQES. Each may stay without an answer: older printers do not know ~HQES, others
   * keep silent at ~HS while they need attention.
   *
   * @throws TransportException when both stay without an answer, or one breaks off
   * @throws ZplException when an answer is none
   */
  ZplStatus status() throws TransportException, ZplException {
    // What lies in the printer's buffer may answer an earlier client: it counts for nothing.
    line.drain();
    HostStatus host = null;
    TransportException silence = null;
    try {
      host = hostStatus();
    } catch (TransportException failure) {
      silence = ifUnanswered(failure);
    }
    ErrorStatus errors = null;
    try {
      errors = errorStatus(silence == null ? 0 : HostStatus.FRAMES);
    } catch (TransportException failure) {
      TransportException second = ifUnanswered(failure);
      if (silence != null) {
        silence.addSuppressed(second);
        throw silence;
      }
    }
    return ZplStatus.of(host, errors);
  }

  /** A failure after which another question may still be answered. */
  private TransportException ifUnanswered(TransportException failure) throws TransportException {
    boolean unanswered = failure.trouble() == Trouble.SILENT || failure.trouble() == Trouble.IN_USE;
    if (!unanswered || brokenOff) {
      throw failure;
    }
    return failure;
  }

  private HostStatus hostStatus() throws TransportException, ZplException {
    send("~HS", "asks for the host status");
    HostStatus host = HostStatus.parse(frames(HostStatus.FRAMES, HOST_STATUS_BEGINS));
    machine.tap().means(() -> "host status: " + host.words() + "; the password is shown as 2A");
    return host;
  }

  /**
   * Asks ~HQES.
   *
   * @param late how many frames of an answer to ~HS may still come first; they tell of an earlier
   *     moment and are passed over
   */
  private ErrorStatus errorStatus(int late) throws TransportException, ZplException {
    send("~HQES", "asks for errors and warnings");
    String frame = frames(1, ERROR_STATUS_BEGINS).get(0);
    for (int passed = 0; passed < late && frame.contains(","); passed++) {
      frame = frames(1, ERROR_STATUS_BEGINS).get(0);
    }
    ErrorStatus errors = ErrorStatus.parse(frame);
    machine.tap().means(() -> "errors and warnings: " + errors.words());
    return errors;
  }

  /** Asks ~HI; null when the printer does not say what it is, which is no fault. */
  @Nullable HostIdentity identity() {
    try {
      send("~HI", "asks for model and firmware");
      String frame = frames(1, IDENTITY_BEGINS).get(0);
      HostIdentity identity = HostIdentity.parse(frame);
      machine.tap().means(() -> "model " + identity.model() + ", firmware " + identity.firmware());
      return identity;
    } catch (TransportException | ZplException untold) {
      return null;
    }
  }

  private void send(String request, String meaning) throws TransportException, ZplException {
    refuseUnasked(request);
    line.send(request.getBytes(StandardCharsets.US_ASCII));
    machine.tap().means(() -> request + ": " + meaning);
  }

  private List<String> frames(int wanted, Duration begins) throws TransportException, ZplException {
    long fromNanos = machine.time().nanos();
    var frames = new ZplFrames(wanted);
    try {
      Duration patience = begins;
      while (!frames.take(line.read(fromNanos + patience.toNanos()))) {
        patience = frames.isUntouched() ? begins : ANSWER;
      }
    } catch (TransportException failure) {
      brokenOff = !frames.isUntouched();
      throw failure;
    }
    return frames.texts();
  }

  /** Between an answer and the next question only line ends and flow control may come. */
  private void refuseUnasked(String request) throws TransportException, ZplException {
    for (byte value : line.drain()) {
      if (!ZplFrames.isBetweenFrames(value & 0xFF)) {
        throw new ZplException("bytes that nobody asked for came before " + request);
      }
    }
  }

  @Override
  public void close() {
    line.close();
  }

  /** The faults that the status lines of a printer port show, where the line has them. */
  List<Finding> portFaults() throws TransportException {
    return PortStatus.ask(line, machine.tap());
  }
}

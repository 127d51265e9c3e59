package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.transport.Dialer;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.Locale;

/**
 * Asks a receipt printer for its status, over one short connection: DLE EOT 1, 2, 3, 4, each sent
 * only when the answer to the one before has come, because an answer does not name its question.
 *
 * <p>DLE EOT is obeyed on arrival, also by a printer that is offline, and changes nothing. What
 * changes state (DLE ENQ), belongs to the application (GS a) or waits behind print data (GS r, GS
 * I) is never sent.
 */
public final class EscPosProbe implements Probe {

  /** The port that network printers listen on, unless told otherwise. */
  public static final int DEFAULT_PORT = 9100;

  private static final Duration CONNECT = Duration.ofMillis(1_500);
  private static final Duration ANSWER = Duration.ofMillis(500);

  /** An application that wants to print must not find the printer taken for longer than this. */
  private static final Duration LONGEST = Duration.ofMillis(2_900);

  private static final byte DLE = 0x10;
  private static final byte EOT = 0x04;

  /** A few automatic status frames between question and answer are normal, a stream is not. */
  private static final int MOST_ASIDE_BYTES = 64;

  private final Dialer dialer;
  private final Time time;
  private final String source;

  /** A probe of one printer. It keeps no connection open between two looks. */
  public EscPosProbe(Dialer dialer, Time time) {
    this.dialer = dialer;
    this.time = time;
    this.source = "ESC/POS " + dialer.endpoint();
  }

  @Override
  public String endpoint() {
    return dialer.endpoint();
  }

  /**
   * {@inheritDoc}
   *
   * @param timeout the longest it may take; never more than 3 s are used
   */
  @Override
  public Observation observe(Duration timeout) {
    Duration whole = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    long deadlineNanos = time.nanos() + whole.toNanos();
    try (Line line = dialer.dial(CONNECT, deadlineNanos)) {
      EscPosStatus status = converse(line);
      return Observation.of(source, status.findings()).withUnobservable(status.unobservable());
    } catch (EscPosException notEscPos) {
      return blind(Condition.PROTOCOL_MISMATCH, notEscPos);
    } catch (TransportException failure) {
      return blind(failure.condition(), failure);
    }
  }

  private EscPosStatus converse(Line line) throws TransportException, EscPosException {
    var stream = new EscPosStream();
    // What lies in the printer's buffer may answer an earlier client: it counts for nothing.
    for (byte stale : line.drain()) {
      stream.take(stale & 0xFF);
    }
    var answers = new int[4];
    for (int n = 1; n <= answers.length; n++) {
      refuseUnasked(line.drain(), stream, n);
      line.send(DLE, EOT, (byte) n);
      answers[n - 1] = await(line, stream, n);
    }
    return EscPosStatus.parse(answers);
  }

  /** Between an answer and the next question only what a printer sends on its own may come. */
  private static void refuseUnasked(byte[] unasked, EscPosStream stream, int n)
      throws EscPosException {
    for (byte value : unasked) {
      if (stream.take(value & 0xFF) != EscPosStream.Kind.ASIDE) {
        throw foreign(value & 0xFF, "came before DLE EOT " + n + " was asked");
      }
    }
  }

  private int await(Line line, EscPosStream stream, int n)
      throws TransportException, EscPosException {
    long untilNanos = time.nanos() + ANSWER.toNanos();
    for (int aside = 0; aside < MOST_ASIDE_BYTES; aside++) {
      int value = read(line, stream, untilNanos);
      switch (stream.take(value)) {
        case ANSWER -> {
          return value;
        }
        case FOREIGN -> throw foreign(value, "came as the answer to DLE EOT " + n);
        case ASIDE -> {
          // read on until the answer comes
        }
      }
    }
    throw new EscPosException("no answer to DLE EOT " + n + " among many bytes of other kinds");
  }

  private static int read(Line line, EscPosStream stream, long untilNanos)
      throws TransportException, EscPosException {
    try {
      return line.read(untilNanos);
    } catch (TransportException failure) {
      if (failure.trouble() == TransportException.Trouble.SILENT && stream.midFrame()) {
        throw new EscPosException("an automatic status broke off, and no answer came");
      }
      throw failure;
    }
  }

  private static EscPosException foreign(int value, String when) {
    return new EscPosException(
        String.format(Locale.ROOT, "the byte %02X, which is no ESC/POS status, %s", value, when));
  }

  private Observation blind(Condition condition, Exception why) {
    return Observation.blind(source, Finding.of(condition, String.valueOf(why.getMessage())));
  }
}

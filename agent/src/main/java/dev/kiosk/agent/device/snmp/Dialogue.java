package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.device.transport.UdpLine;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.mp.PduHandle;
import org.snmp4j.smi.OID;

/**
 * Questions and answers of one look, in the asking thread. A question that is not answered is sent
 * again; all together never take longer than the deadline of the look. For one thread.
 */
final class Dialogue {

  /** Where the printer is not heard yet: twice in the likely version, then in the other. */
  private static final int FIRST_TRIES = 3;

  private static final int TRIES = 2;

  /** Engine id and clock are told by one report each; a third leaves room for a restart. */
  private static final int MOST_REPORTS = 3;

  private static final OID NOT_IN_TIME_WINDOW = new OID("1.3.6.1.6.3.15.1.1.2.0");
  private static final OID UNKNOWN_ENGINE = new OID("1.3.6.1.6.3.15.1.1.4.0");

  private final SnmpEngine engine;
  private final UdpLine line;
  private final Machine machine;
  private final Masked masked;
  private final Limits limits;
  private Version version;
  private final @Nullable Version other;
  private boolean heard;

  /**
   * How long to wait.
   *
   * @param deadlineNanos when the look must be over
   * @param patienceNanos for one answer
   */
  record Limits(long deadlineNanos, long patienceNanos) {}

  /**
   * A dialogue that has not begun.
   *
   * @param version to begin with
   * @param other to try when that is not answered; null for none
   */
  Dialogue(
      SnmpEngine engine,
      UdpLine line,
      Machine machine,
      Masked masked,
      Limits limits,
      Version version,
      @Nullable Version other) {
    this.engine = engine;
    this.line = line;
    this.machine = machine;
    this.masked = masked;
    this.limits = limits;
    this.version = version;
    this.other = other;
  }

  /** The version that is spoken. */
  Version version() {
    return version;
  }

  /** Whether the printer was heard. */
  boolean heard() {
    return heard;
  }

  /** Makes a question of a version. */
  @FunctionalInterface
  interface Question {

    /** The question, to be sent once. */
    PDU in(Version version);
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param question makes what is sent, once for each try
   * @throws TransportException when there is no answer
   * @throws SnmpException when what came is not an answer, or the printer refuses us
   */
  PDU ask(Question question) throws TransportException, SnmpException {
    Map<PduHandle, Version> open = new HashMap<>();
    boolean garbage = false;
    try {
      int tries = heard ? TRIES : FIRST_TRIES;
      for (int i = 0; i < tries && left() > 0; i++) {
        Version asked = !heard && i == FIRST_TRIES - 1 && other != null ? other : version;
        var attempt = new Attempt(question, asked, open);
        PDU answer = attempt.await();
        if (answer != null) {
          return answer;
        }
        garbage |= attempt.garbage;
      }
    } finally {
      open.forEach((handle, asked) -> engine.forget(asked, handle));
    }
    if (garbage) {
      throw new SnmpException("what came back is no answer of SNMP");
    }
    throw line.silence();
  }

  private long left() {
    return limits.deadlineNanos() - machine.time().nanos();
  }

  /** One sending of a question, with the wait behind it. */
  private final class Attempt {

    private final Question question;
    private final Version asked;
    private final Map<PduHandle, Version> open;
    private boolean garbage;
    private int reports;

    private Attempt(Question question, Version asked, Map<PduHandle, Version> open) {
      this.question = question;
      this.asked = asked;
      this.open = open;
    }

    /** The answer, or null when none came in time. */
    private @Nullable PDU await() throws TransportException, SnmpException {
      send();
      // Half the patience is enough for one that was heard: a late answer is still taken while the
      // second sending waits.
      long patienceNanos = heard ? limits.patienceNanos() / 2 : limits.patienceNanos();
      long untilNanos = machine.time().nanos() + Math.min(patienceNanos, Math.max(1, left()));
      while (untilNanos - machine.time().nanos() > 0) {
        byte[] datagram;
        try {
          datagram = line.receive(untilNanos);
        } catch (TransportException failure) {
          if (failure.trouble() == Trouble.SILENT) {
            return null;
          }
          throw failure;
        }
        machine.tap().received(masked.shown(datagram));
        PDU answer = read(datagram);
        if (answer != null) {
          return answer;
        }
      }
      return null;
    }

    private void send() throws TransportException, SnmpException {
      PDU pdu = question.in(asked);
      PduHandle handle = engine.ask(asked, pdu, line.remote());
      open.put(handle, asked);
      for (byte[] next = engine.datagram(); next != null; next = engine.datagram()) {
        line.send(next);
        machine.tap().sent(masked.shown(next));
        machine.tap().means(() -> Meaning.question(asked, pdu));
      }
    }

    private @Nullable PDU read(byte[] datagram) throws TransportException, SnmpException {
      SnmpEngine.Answer answer = engine.read(datagram, line.remote());
      if (answer == null) {
        garbage = true;
        machine.tap().means("no answer of SNMP, or one that is not for us");
        return null;
      }
      machine.tap().means(() -> Meaning.answer(answer.version(), answer.pdu()));
      Version openAs = open.get(answer.handle());
      if (openAs != answer.version()) {
        return null; // the late answer to an earlier question
      }
      if (answer.pdu().getType() == PDU.REPORT) {
        obey(answer.pdu());
        return null;
      }
      heard = true;
      version = answer.version();
      return answer.pdu();
    }

    /** Some reports tell what we need to know to ask again; the others refuse us. */
    private void obey(PDU report) throws TransportException, SnmpException {
      OID reason = report.size() == 0 ? new OID() : report.get(0).getOid();
      boolean again = reason.equals(UNKNOWN_ENGINE) || reason.equals(NOT_IN_TIME_WINDOW);
      if (!again || ++reports > MOST_REPORTS) {
        heard = true;
        throw new SnmpRefusal(Meaning.refusal(reason));
      }
      send();
    }
  }
}

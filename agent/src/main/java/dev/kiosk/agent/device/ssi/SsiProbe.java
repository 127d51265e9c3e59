package dev.kiosk.agent.device.ssi;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.Dialer;
import dev.kiosk.agent.device.transport.Dialers;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a scanner for its revision, over one short connection, and only while nobody has the port.
 *
 * <p>The request changes nothing and the reply wants no acknowledgement (Simple Serial Interface
 * Programmer's Guide 72E-40451, REQUEST_REVISION and REPLY_REVISION). Nothing else is ever sent: an
 * acknowledgement would take a scan from the application, and enabling or disabling is the
 * application's. A scan that comes meanwhile is left unacknowledged, so the scanner sends it again.
 */
public final class SsiProbe implements Probe {

  /** The port at which serial device servers offer their first line, unless told otherwise. */
  public static final int DEFAULT_PORT = 4001;

  private static final Duration CONNECT = Duration.ofMillis(1_500);
  private static final Duration ANSWER = Duration.ofSeconds(1);

  /** An application that opens the scanner must not find it taken for longer than this. */
  private static final Duration LONGEST = Duration.ofMillis(2_900);

  private static final int NAK_RESEND = 1;
  private static final int NAK_BAD_CONTEXT = 2;
  private static final int NAK_DENIED = 6;
  private static final int NAK_UNDESIRED = 10;

  /** What can be told of a scanner that was not heard. */
  private static final Set<Condition> THE_WAY_THERE =
      EnumSet.of(
          Condition.DEVICE_ABSENT,
          Condition.LINK_DOWN,
          Condition.NOT_RESPONDING,
          Condition.PORT_IN_USE,
          Condition.PROTOCOL_MISMATCH,
          Condition.STATUS_UNKNOWN);

  private final Dialer dialer;
  private final Time time;
  private final Wiretap tap;
  private final String source;
  private final SsiHistory history = new SsiHistory();

  /**
   * A probe that has not asked yet.
   *
   * @param endpoint for instance {@code serial:/dev/ttyACM0?baud=9600} or {@code tcp://host:port}
   * @throws IllegalArgumentException with one sentence when the endpoint is wrong
   */
  public static SsiProbe of(String endpoint, Machine machine) {
    // The line itself must not be listened to: a scan may pass over it.
    var unheard = new Machine(machine.root(), machine.time(), Wiretap.NONE, machine.held());
    return new SsiProbe(Dialers.of(endpoint, DEFAULT_PORT, unheard), machine.time(), machine.tap());
  }

  /**
   * A probe over any transport.
   *
   * @param dialer opens lines that tell their bytes to nobody
   * @param tap sees the question and its answers, and no other byte
   */
  SsiProbe(Dialer dialer, Time time, Wiretap tap) {
    this.dialer = dialer;
    this.time = time;
    this.tap = tap;
    this.source = "SSI " + dialer.endpoint();
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
      return look(line);
    } catch (TransportException notReached) {
      return unheard(notReached.finding());
    }
  }

  private Observation look(Line line) {
    var reader = new SsiReader(line, time, tap);
    var conversation = new Conversation();
    try {
      reader.settle();
      Observation seen = conversation.converse(line, reader);
      history.looked(conversation.garbled);
      return history.noisy() ? noisy(seen) : seen;
    } catch (SsiException invalid) {
      boolean noise = invalid.kind() == SsiException.Kind.GARBLED;
      history.looked(noise);
      Condition condition =
          noise && !history.noisy() ? Condition.NOT_RESPONDING : Condition.PROTOCOL_MISMATCH;
      return unheard(condition, endpoint() + ": " + invalid.getMessage());
    } catch (TransportException failure) {
      history.looked(conversation.garbled);
      String scans =
          reader.skipped() == 0
              ? ""
              : "; it sent " + reader.skipped() + " other messages, which were not read";
      return unheard(failure.condition(), failure.getMessage() + scans);
    }
  }

  /** One question, and one more time when the first was not understood on either side. */
  private final class Conversation {

    private boolean garbled;

    Observation converse(Line line, SsiReader reader) throws TransportException, SsiException {
      try {
        SsiFrame answer = ask(line, reader, false);
        if (!isNak(answer, NAK_RESEND)) {
          return meaning(answer);
        }
      } catch (SsiException invalid) {
        if (invalid.kind() != SsiException.Kind.GARBLED) {
          throw invalid;
        }
        garbled = true;
        reader.awaitQuiet();
      }
      SsiFrame answer = ask(line, reader, true);
      if (isNak(answer, NAK_RESEND)) {
        throw new SsiException(
            SsiException.Kind.GARBLED, "twice the scanner did not understand the question");
      }
      return meaning(answer);
    }
  }

  private SsiFrame ask(Line line, SsiReader reader, boolean again)
      throws TransportException, SsiException {
    byte[] request = SsiFrame.requestRevision(again);
    line.send(request);
    tap.sent(request);
    tap.means(again ? "REQUEST_REVISION, sent again" : "REQUEST_REVISION: what are you?");
    long untilNanos = time.nanos() + ANSWER.toNanos();
    SsiFrame answer = reader.answer(untilNanos);
    if (answer.opcode() == SsiFrame.ACK) {
      tap.means("ACK: the scanner got the question");
      return afterAck(answer, reader, untilNanos);
    }
    return answer;
  }

  /** An acknowledgement proves that a scanner is there; its reply is due, but may never come. */
  private static SsiFrame afterAck(SsiFrame ack, SsiReader reader, long untilNanos)
      throws TransportException, SsiException {
    try {
      return reader.answer(untilNanos);
    } catch (TransportException failure) {
      if (failure.trouble() == TransportException.Trouble.SILENT) {
        return ack;
      }
      throw failure;
    }
  }

  private Observation meaning(SsiFrame answer) throws SsiException {
    if (answer.opcode() == SsiFrame.REPLY_REVISION) {
      SsiRevision revision = SsiRevision.parse(answer.data());
      tap.means("REPLY_REVISION: " + revision.model());
      return heard(null).withIdentity(revision.model(), null);
    }
    if (answer.opcode() == SsiFrame.ACK) {
      return heard(
          Finding.of(Condition.DEVICE_OK, "it acknowledges but does not tell its revision"));
    }
    int reason = answer.data()[0] & 0xFF;
    tap.means("NAK, reason " + reason);
    return heard(
        switch (reason) {
          case NAK_DENIED -> Finding.of(Condition.DEVICE_PAUSED, "NAK 6: the host is denied");
          case NAK_BAD_CONTEXT, NAK_UNDESIRED ->
              Finding.of(
                  Condition.DEVICE_OK, "NAK " + reason + ": it does not tell its revision now");
          default -> Finding.of(Condition.STATUS_UNKNOWN, "NAK " + reason + ", of unknown meaning");
        });
  }

  private static boolean isNak(SsiFrame frame, int reason) {
    return frame.opcode() == SsiFrame.NAK && (frame.data()[0] & 0xFF) == reason;
  }

  /** A scanner that answers is not offline, and tells whether it is paused; no more. */
  private Observation heard(@Nullable Finding finding) {
    Set<Condition> judged = EnumSet.copyOf(THE_WAY_THERE);
    judged.addAll(EnumSet.of(Condition.DEVICE_OK, Condition.DEVICE_PAUSED));
    judged.add(Condition.DEVICE_OFFLINE);
    return Observation.of(source, finding == null ? List.of() : List.of(finding))
        .withUnobservable(allBut(judged));
  }

  private Observation noisy(Observation seen) {
    String raw =
        "3 or more of the last 10 looks met wrong checksums: a bad cable, or a wrong speed";
    return unheard(Condition.PROTOCOL_MISMATCH, raw).withIdentity(seen.model(), seen.serial());
  }

  private Observation unheard(Condition condition, String raw) {
    return unheard(Finding.of(condition, raw));
  }

  private Observation unheard(Finding why) {
    return Observation.of(source, List.of(why)).withUnobservable(allBut(THE_WAY_THERE));
  }

  private static Set<Condition> allBut(Set<Condition> judged) {
    return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.copyOf(judged)));
  }
}

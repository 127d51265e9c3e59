package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.transport.Dialer;
import dev.kiosk.agent.device.transport.Dialers;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.PortStatus;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.device.usb.DeviceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a receipt or ticket printer for its status, over one short connection.
 *
 * <p>Only requests are sent that the printer obeys on arrival, also when it is offline, and that
 * change nothing. What changes state (DLE ENQ), belongs to the application (GS a) or waits behind
 * print data (GS r, GS I) is never sent.
 *
 * <p>A printer without near-end sensor says for ever that there is enough paper. So "no near end"
 * counts only once it has said otherwise.
 *
 * <p>A USB printer's status lines are evidence of a fault besides, also when the printer takes no
 * question because its buffer is full.
 */
public final class EscPosProbe implements Probe {

  /** The port that network printers listen on, unless told otherwise. */
  public static final int DEFAULT_PORT = 9100;

  /** The forms of endpoints, for help and error messages. */
  public static final String FORMS = EscPosEndpoint.FORMS;

  private static final Duration CONNECT = Duration.ofMillis(1_500);

  /** An application that wants to print must not find the printer taken for longer than this. */
  private static final Duration LONGEST = Duration.ofMillis(2_900);

  private final Dialer dialer;
  private final Language language;
  private final Machine machine;
  private final String source;
  private @Nullable DeviceId identity;
  private boolean nearEndSeen;

  /** A probe of one printer, over any line. It keeps no connection open between two looks. */
  EscPosProbe(Dialer dialer, Language language, Machine machine) {
    this.dialer = dialer;
    this.language = language;
    this.machine = machine;
    this.source = "ESC/POS " + dialer.endpoint();
  }

  /**
   * A probe of one printer. It keeps no connection open between two looks.
   *
   * @param endpoint for instance {@code tcp://10.0.0.7:9100}, {@code
   *     serial:/dev/ttyUSB0?baud=9600&dialect=custom} or {@code usb:/dev/usb/lp0?dialect=ttp}
   * @throws IllegalArgumentException with one sentence that quotes the endpoint and says what was
   *     expected
   */
  public static EscPosProbe of(String endpoint, Machine machine) {
    EscPosEndpoint parsed = EscPosEndpoint.parse(endpoint);
    Dialer dialer = Dialers.of(parsed.line(), DEFAULT_PORT, machine);
    return new EscPosProbe(dialer, parsed.dialect().language(), machine);
  }

  @Override
  public String endpoint() {
    return dialer.endpoint();
  }

  /**
   * {@inheritDoc}
   *
   * @param timeout the longest it may take; never more than 3 s are used, but the first time that a
   *     USB printer does not even tell its status lines, which the kernel waits 5 s for
   */
  @Override
  public Observation observe(Duration timeout) {
    Duration whole = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    long deadlineNanos = machine.time().nanos() + whole.toNanos();
    try (Line line = dialer.dial(CONNECT, deadlineNanos)) {
      Observation seen = look(line);
      return seen.withIdentity(
          identity == null ? null : identity.name(), identity == null ? null : identity.serial());
    } catch (TransportException failure) {
      identity = null; // another printer may stand there when it is heard again
      return Observation.blind(source, failure.finding());
    }
  }

  private Observation look(Line line) throws TransportException {
    try {
      Seen seen =
          language
              .ask(new Talk(line, machine, dialer.patience()))
              .with(PortStatus.ask(line, machine.tap()));
      identity = line.deviceId().map(DeviceId::parse).orElse(null);
      return Observation.of(source, seen.findings()).withUnobservable(unobservable(seen));
    } catch (EscPosException notEscPos) {
      return blind(Condition.PROTOCOL_MISMATCH, notEscPos);
    } catch (TransportException failure) {
      Observation blind = Observation.blind(source, failure.finding());
      return failure.trouble() == Trouble.SILENT ? withLines(blind, line) : blind;
    }
  }

  /** A printer that has never warned may have no sensor that could. */
  private Set<Condition> unobservable(Seen seen) {
    nearEndSeen |= seen.findings().stream().anyMatch(one -> one.condition() == Condition.MEDIA_LOW);
    Set<Condition> unobservable = new HashSet<>(seen.unobservable());
    if (!nearEndSeen) {
      unobservable.add(Condition.MEDIA_LOW);
    }
    return unobservable;
  }

  /** A printer that gives no answer may still show on its status lines what is wrong. */
  private Observation withLines(Observation blind, Line line) throws TransportException {
    List<Finding> faults = PortStatus.ask(line, machine.tap());
    List<Finding> all = new ArrayList<>(blind.findings());
    Set<Condition> unobservable = new HashSet<>(blind.unobservable());
    for (Finding fault : faults) {
      all.add(fault);
      unobservable.remove(fault.condition());
    }
    return Observation.of(source, all).withUnobservable(unobservable);
  }

  private Observation blind(Condition condition, Exception why) {
    return Observation.blind(source, Finding.of(condition, String.valueOf(why.getMessage())));
  }
}

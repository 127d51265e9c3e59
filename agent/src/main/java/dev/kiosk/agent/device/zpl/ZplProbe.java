package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.transport.Dialer;
import dev.kiosk.agent.device.transport.Dialers;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a label printer for its status: ~HS and ~HQES over one short connection, the model by ~HI
 * once, at the first look and after the printer was away.
 *
 * <p>Some printers keep silent at ~HS while paper, ribbon or head need attention. Then, and where
 * the print port is taken by somebody else, the JSON settings channel is asked.
 */
public final class ZplProbe implements Probe {

  /** The forms of endpoints that it takes. */
  public static final String FORMS = ZplEndpoint.FORMS;

  private static final Duration CONNECT = Duration.ofMillis(1_500);

  /** An application that wants to print must not find the printer taken for longer than this. */
  private static final Duration LONGEST = Duration.ofMillis(2_900);

  /** The troubles of the print port that leave the printer itself alive perhaps. */
  private static final Set<Trouble> PERHAPS_ALIVE =
      Set.of(
          Trouble.SILENT, Trouble.CLOSED, Trouble.IN_USE, Trouble.REFUSED, Trouble.REFUSED_ALIVE);

  /** Of these, the ones after which asking again soon would only be in somebody's way. */
  private static final Set<Trouble> PERHAPS_TAKEN =
      Set.of(Trouble.IN_USE, Trouble.REFUSED, Trouble.REFUSED_ALIVE);

  private static final String HINT =
      "; some ZPL printers keep silent while media, ribbon or head need attention: look there first";

  private final Dialer dialer;
  private final @Nullable JsonChannel json;
  private final Machine machine;
  private final PasswordMask mask;
  private final String source;
  private boolean identityAsked;
  private @Nullable HostIdentity identity;
  private @Nullable String serial;
  private boolean nearEndSeen;
  private final Taken taken = new Taken();

  private ZplProbe(Dialer dialer, @Nullable JsonChannel json, Machine machine, PasswordMask mask) {
    this.dialer = dialer;
    this.json = json;
    this.machine = machine;
    this.mask = mask;
    this.source = "ZPL " + dialer.endpoint();
  }

  /**
   * A probe of one printer. It keeps no connection open between two looks.
   *
   * @throws IllegalArgumentException with one sentence: what was wrong, what was expected
   */
  public static ZplProbe of(String text, Machine machine) {
    ZplEndpoint endpoint = ZplEndpoint.parse(text);
    var mask = new PasswordMask(machine.tap());
    var masked = new Machine(machine.root(), machine.time(), mask, machine.held());
    String channel = endpoint.json();
    JsonChannel json =
        channel == null
            ? null
            : new JsonChannel(Dialers.of(channel, ZplEndpoint.DEFAULT_PORT, machine), machine);
    return new ZplProbe(
        Dialers.of(endpoint.line(), ZplEndpoint.DEFAULT_PORT, masked), json, masked, mask);
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
    long deadlineNanos = machine.time().nanos() + whole.toNanos();
    try {
      TransportException known = taken.stillAt(machine.time().nanos());
      JsonSettings settings = known == null ? null : settings(known, deadlineNanos);
      return known != null && settings != null && settings.tellsState()
          ? bySettings(settings, known)
          : throughPrintPort(deadlineNanos);
    } finally {
      mask.flush();
    }
  }

  private Observation throughPrintPort(long deadlineNanos) {
    try {
      Observation seen = look(deadlineNanos);
      taken.over();
      return seen;
    } catch (ZplException notZpl) {
      taken.over();
      return blind(Condition.PROTOCOL_MISMATCH, message(notZpl));
    } catch (TransportException failure) {
      identityAsked = false; // another printer may stand there when it is heard again
      return beside(failure, deadlineNanos);
    }
  }

  /** The print port gave no status; perhaps the settings channel does. */
  private Observation beside(TransportException failure, long deadlineNanos) {
    JsonSettings settings = settings(failure, deadlineNanos);
    if (settings == null) {
      return unheard(failure, "");
    }
    if (!settings.tellsState()) {
      return unheard(failure, "; its settings channel answers, but does not tell its state");
    }
    if (PERHAPS_TAKEN.contains(failure.trouble())) {
      taken.foundSo(failure, machine.time().nanos());
    } else {
      taken.over();
    }
    return bySettings(settings, failure);
  }

  private Observation look(long deadlineNanos) throws TransportException, ZplException {
    try (var talk = new ZplTalk(dialer.dial(CONNECT, deadlineNanos), machine)) {
      ZplStatus status = talk.status();
      if (!identityAsked) {
        identityAsked = true;
        identity = talk.identity();
      }
      nearEndSeen |= status.nearEnd();
      return withPort(status, talk.portFaults())
          .withIdentity(identity == null ? null : identity.model(), serial);
    }
  }

  /** The printer's own words, and what only its port shows. */
  private Observation withPort(ZplStatus status, List<Finding> portFaults) {
    var findings = new ArrayList<>(status.findings());
    var unobservable = new HashSet<>(status.unobservable(looksAtTheRollsEnd()));
    for (Finding fault : portFaults) {
      boolean told = findings.stream().anyMatch(one -> one.condition() == fault.condition());
      if (!told) {
        findings.add(fault);
        unobservable.remove(fault.condition());
      }
    }
    return Observation.of(source, findings).withUnobservable(unobservable);
  }

  /** One that does not say what it is, and has never warned, may have no sensor for it. */
  private boolean looksAtTheRollsEnd() {
    return nearEndSeen || (identity != null && identity.looksAtTheRollsEnd());
  }

  /** What the settings channel says; null when it is not there, or would not know either. */
  private @Nullable JsonSettings settings(TransportException failure, long deadlineNanos) {
    if (json == null || !PERHAPS_ALIVE.contains(failure.trouble())) {
      return null;
    }
    try {
      return json.ask(deadlineNanos);
    } catch (TransportException | ZplException noSettings) {
      return null;
    }
  }

  private Observation bySettings(JsonSettings settings, TransportException failure) {
    if (settings.serial() != null) {
      serial = settings.serial();
    }
    List<Finding> findings = new ArrayList<>(settings.findings());
    Condition unexplained = unexplained(failure.trouble());
    if (unexplained != null && !settings.faulty()) {
      String known = "; its settings channel answers and knows of no fault";
      findings.add(Finding.of(unexplained, message(failure) + known));
    }
    return Observation.of(json == null ? source : json.source(), findings)
        .withUnobservable(settings.unobservable())
        .withIdentity(settings.model(), serial);
  }

  /**
   * What a print port is that fails without a fault of the printer: null where a program of this
   * kiosk has it, which is as it should be. One that refuses may print for another machine, or for
   * nobody.
   */
  private static @Nullable Condition unexplained(Trouble trouble) {
    return switch (trouble) {
      case IN_USE -> null;
      case REFUSED, REFUSED_ALIVE -> Condition.PORT_IN_USE;
      default -> Condition.NOT_RESPONDING;
    };
  }

  private Observation unheard(TransportException failure, String more) {
    if (failure.trouble() == Trouble.DENIED) {
      return Observation.blind(source, failure.finding());
    }
    String hint = failure.trouble() == Trouble.SILENT ? HINT : "";
    return blind(failure.condition(), message(failure) + more + hint);
  }

  private Observation blind(Condition condition, String why) {
    return Observation.blind(source, Finding.of(condition, why));
  }

  private static String message(Exception why) {
    return String.valueOf(why.getMessage());
  }
}

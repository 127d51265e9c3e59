package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.device.transport.UdpDialer;
import dev.kiosk.agent.device.transport.UdpLine;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a printer by SNMP: nothing but questions that change nothing, beside the print data and so
 * never in the way of it.
 *
 * <p>A look opens one socket and closes it; answers are waited for in the asking thread. What does
 * not change (where the printer is in the tables, its names, the version it speaks, its v3 engine)
 * is remembered until the device restarts.
 */
public final class SnmpProbe implements Probe {

  /** The forms of endpoints, for help and messages. */
  public static final String FORMS =
      "snmp://host?community=public or snmp://host?user=NAME&auth=SHA-256&auth_file=FILE"
          + "&priv=AES&priv_file=FILE";

  /** What CUPS waits, too; slower agents are not heard. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(2);

  /** Of a look that meets silence: three tries, and a tenth left to see what else is alive. */
  private static final int PATIENCES = 10;

  private static final int PATIENCES_FOR_A_TRY = 3;

  private final SnmpEndpoint endpoint;
  private final Machine machine;
  private final UdpDialer dialer;
  private final String source;
  private @Nullable SnmpEngine engine;
  private Version version;
  private Look.Remembered remembered = Look.Remembered.NOTHING;
  private boolean answeredBefore;
  private Set<Condition> told = PrinterState.TOLD_BY_TABLES;

  private SnmpProbe(SnmpEndpoint endpoint, Machine machine, UdpDialer dialer) {
    this.endpoint = endpoint;
    this.machine = machine;
    this.dialer = dialer;
    this.source = "SNMP " + endpoint;
    this.version = endpoint.first();
  }

  /**
   * A probe of the printer at that endpoint. Nothing is opened yet.
   *
   * @throws IllegalArgumentException with one sentence that says what was expected and quotes no
   *     secret
   */
  public static SnmpProbe of(String endpoint, Machine machine) {
    SnmpEndpoint parsed = SnmpEndpoint.parse(endpoint);
    return new SnmpProbe(
        parsed, machine, new UdpDialer(parsed.toString(), parsed.place(), machine));
  }

  /** A probe that sends through a dialer of the test. */
  static SnmpProbe of(SnmpEndpoint endpoint, Machine machine, UdpDialer dialer) {
    return new SnmpProbe(endpoint, machine, dialer);
  }

  /** The place without its secrets. */
  @Override
  public String endpoint() {
    return endpoint.toString();
  }

  @Override
  public Observation observe(Duration timeout) {
    long deadlineNanos = machine.time().nanos() + timeout.toNanos();
    try {
      SnmpEngine opened = engine();
      try (UdpLine line = dialer.dial(deadlineNanos)) {
        return look(opened, line, timeout, deadlineNanos);
      }
    } catch (TransportException failure) {
      return blind(failure.condition(), failure);
    } catch (SnmpException secret) {
      return blind(Condition.STATUS_UNKNOWN, secret);
    }
  }

  private SnmpEngine engine() throws SnmpException {
    SnmpEngine opened = engine;
    if (opened == null) {
      opened = SnmpEngine.open(endpoint);
      engine = opened;
    }
    return opened;
  }

  private Observation look(SnmpEngine opened, UdpLine line, Duration timeout, long deadlineNanos) {
    long patienceNanos =
        Math.min(MOST_PATIENCE.toNanos(), timeout.toNanos() / PATIENCES * PATIENCES_FOR_A_TRY);
    var dialogue =
        new Dialogue(
            opened,
            line,
            machine,
            new Masked(opened.community()),
            new Dialogue.Limits(deadlineNanos, patienceNanos),
            version,
            endpoint.other(version));
    try {
      Look.Seen seen = new Look(new Reader(dialogue, opened), remembered).look();
      remembered = seen.next();
      return judge(seen);
    } catch (TransportException failure) {
      return unheard(failure, dialogue.heard(), line, deadlineNanos);
    } catch (SnmpRefusal refused) {
      engine = null; // the files may hold other pass phrases by the next look
      return blind(
          Condition.STATUS_UNKNOWN, endpoint + ": the device answers, but " + refused.getMessage());
    } catch (SnmpException wrong) {
      return blind(Condition.PROTOCOL_MISMATCH, endpoint + ": " + wrong.getMessage());
    } finally {
      answeredBefore |= dialogue.heard();
      version = dialogue.version(); // the one that was heard, even if the rest did not come
    }
  }

  private Observation judge(Look.Seen seen) throws SnmpException {
    Mib mib = seen.mib();
    Integer printer = seen.printer();
    var zebra = new ZebraPrintServer(mib);
    if (printer == null) {
      return zebra.tells()
          ? Observation.of(source, zebra.findings())
              .withUnobservable(zebra.unobservable())
              .withAuthority(Authority.SNMP_BITS)
              .withUptime(seen.uptime())
              .withIdentity(mib.text(Oids.SYS_DESCR), null)
          : blind(
              Condition.PROTOCOL_MISMATCH,
              endpoint + ": what answers there is no printer (" + mib.text(Oids.SYS_DESCR) + ")");
    }
    PrinterState state = PrinterState.of(mib, printer, seen.alertsRead(), seen.complete());
    Set<Condition> unobservable = state.unobservable(told);
    told = state.told(told);
    return Observation.of(source, state.findings())
        .withUnobservable(unobservable)
        .withSurelyGone(state.surelyGone())
        .withAuthority(state.authority())
        .withUptime(seen.uptime())
        .withIdentity(model(mib, printer), mib.text(Oids.of(Oids.PRT_SERIAL, printer)));
  }

  private static @Nullable String model(Mib mib, int printer) {
    String described = mib.text(Oids.of(Oids.HR_DEVICE_DESCR, printer));
    if (described != null) {
      return described;
    }
    String named = mib.text(Oids.of(Oids.PRT_NAME, printer));
    return named != null ? named : mib.text(Oids.SYS_DESCR);
  }

  /**
   * Silence at this port is no fault of a device that gives its other services and was never heard
   * here. One that was heard before has SNMP, and should answer.
   */
  private Observation unheard(
      TransportException failure, boolean heard, UdpLine line, long deadlineNanos) {
    boolean silent = failure.trouble() == Trouble.SILENT || failure.trouble() == Trouble.REFUSED;
    Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - machine.time().nanos()));
    if (!silent || heard || !dialer.aliveElsewhere(line.remote(), left)) {
      return blind(failure.condition(), failure);
    }
    return answeredBefore
        ? blind(
            Condition.NOT_RESPONDING,
            endpoint + ": no answer, though it answered before and gives its other services")
        : blind(
            Condition.STATUS_UNKNOWN,
            endpoint
                + ": no answer, but the device gives its other services: SNMP is disabled there,"
                + " or it does not accept how we ask (community, user, version); not a device"
                + " fault");
  }

  private Observation blind(Condition condition, Exception why) {
    return blind(condition, String.valueOf(why.getMessage()));
  }

  private Observation blind(Condition condition, String why) {
    String where = endpoint + ": ";
    Finding finding =
        condition == Condition.STATUS_UNKNOWN && why.startsWith(where)
            ? Finding.unknown(endpoint.toString(), why.substring(where.length()))
            : Finding.of(condition, why);
    return Observation.blind(source, finding).withAuthority(Authority.SNMP_BITS);
  }
}

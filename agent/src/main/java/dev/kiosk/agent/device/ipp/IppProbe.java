package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Authority;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a printer, or a queue of CUPS, for its state: Get-Printer-Attributes, which disturbs no job
 * and may be asked while others print.
 *
 * <p>A queue is heard with the least authority. What it does not say it could not judge, except
 * what it said before: that it takes back by no longer saying it.
 */
public final class IppProbe implements Probe {

  /** Two seconds to connect and five to answer, if the caller allows so much. */
  private static final Duration LONGEST = Duration.ofSeconds(7);

  private final IppEndpoint endpoint;
  private final IppClient client;
  private final Time time;
  private final String source;
  private final Set<Condition> told = EnumSet.noneOf(Condition.class);

  /** A probe of one printer or queue. It keeps no connection open between two looks. */
  public IppProbe(IppEndpoint endpoint, Machine machine) {
    this.endpoint = endpoint;
    this.client = new IppClient(endpoint, machine);
    this.time = machine.time();
    this.source = (endpoint.queue() == null ? "IPP " : "CUPS queue ") + endpoint.text();
  }

  @Override
  public String endpoint() {
    return endpoint.text();
  }

  @Override
  public Observation observe(Duration timeout) {
    Duration whole = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    long deadlineNanos = time.nanos() + whole.toNanos();
    try {
      return endpoint.queue() == null ? printer(deadlineNanos) : queue(deadlineNanos);
    } catch (IppException refused) {
      return blind(refused.condition(), String.valueOf(refused.getMessage()));
    } catch (TransportException unheard) {
      return blind(unheard.finding());
    }
  }

  private Observation printer(long deadlineNanos) throws IppException, TransportException {
    IppMessage answer = IppClient.demandSuccess(ask(deadlineNanos));
    PrinterStatus status = PrinterStatus.ofPrinter(answer.printer());
    return observation(status, Authority.IPP)
        .withUnobservable(status.unobservable())
        .withSurelyGone(status.surelyGone())
        .withUptime(status.uptime().orElse(null));
  }

  private Observation queue(long deadlineNanos) throws IppException, TransportException {
    IppMessage answer = ask(deadlineNanos);
    if (answer.status() == IppMessage.NOT_FOUND) {
      throw IppException.unknown(
          "CUPS has no queue \"" + endpoint.queue() + "\"; " + existing(deadlineNanos));
    }
    PrinterStatus status = PrinterStatus.ofQueue(IppClient.demandSuccess(answer).printer());
    Observation observation = observation(status, Authority.QUEUE);
    observation.findings().stream().map(Finding::condition).forEach(told::add);
    Set<Condition> unobservable = EnumSet.noneOf(Condition.class);
    unobservable.addAll(status.unobservable());
    unobservable.removeAll(told);
    return observation.withUnobservable(unobservable);
  }

  private IppMessage ask(long deadlineNanos) throws IppException, TransportException {
    var request = IppRequest.printerAttributes(endpoint.printerUri(), PrinterStatus.WANTED);
    return client.ask(request, endpoint.path(), deadlineNanos);
  }

  /** The queues that there are, so that a misspelt one is found at once. */
  private String existing(long deadlineNanos) throws TransportException {
    try {
      List<CupsQueue> queues = CupsQueues.of(client, deadlineNanos);
      List<String> names = queues.stream().limit(20).map(CupsQueue::name).toList();
      return names.isEmpty() ? "it has none" : "it has " + String.join(", ", names);
    } catch (IppException unwilling) {
      return "it does not say which it has";
    }
  }

  private Observation observation(PrinterStatus status, Authority authority) {
    Optional<String> model = status.model();
    return Observation.of(source, status.findings())
        .withIdentity(model.orElse(null), null)
        .withAuthority(authority);
  }

  private String cupsAdvice() {
    return endpoint.tcp() != null
        ? "The print server cannot be asked: see that it runs and can be reached."
        : "CUPS cannot be asked: see that it runs (systemctl status cups), or name the printer's own"
            + " address.";
  }

  private Observation blind(Condition condition, String why) {
    return blind(
        condition == Condition.STATUS_UNKNOWN
            ? Finding.unknown(endpoint.text(), why)
            : Finding.of(condition, endpoint.text() + ": " + why));
  }

  /** When a queue is not heard, its printer is neither down nor up: nobody knows. */
  private Observation blind(Finding why) {
    if (endpoint.queue() == null) {
      return Observation.blind(source, why).withAuthority(Authority.IPP);
    }
    Finding unknown =
        why.next() != null || why.raw() == null
            ? why
            : new Finding(Condition.STATUS_UNKNOWN, null, why.raw(), null, cupsAdvice());
    return Observation.of(source, List.of(unknown))
        .withUnobservable(EnumSet.complementOf(EnumSet.of(Condition.STATUS_UNKNOWN)))
        .withAuthority(Authority.QUEUE);
  }
}

package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens a node of the kernel's USB printer driver for one short exchange. The driver lets one
 * program in at a time (Linux, drivers/usb/class/usblp.c), so a program that wants to print while
 * the agent has the node is turned away: the exchange must be short. For one thread at a time.
 */
public final class PrinterNodeDialer implements Dialer {

  private final PrinterNodeEndpoint endpoint;
  private final Machine machine;
  private final Holders holders;
  private final PrinterPlace printer;
  private final ControlPipe pipe = new ControlPipe();

  /** A dialer that has opened nothing yet. */
  public PrinterNodeDialer(PrinterNodeEndpoint endpoint, Machine machine) {
    this.endpoint = endpoint;
    this.machine = machine;
    this.holders = new Holders(machine.root());
    this.printer = new PrinterPlace(endpoint, machine.root(), pipe);
  }

  @Override
  public String endpoint() {
    return endpoint.toString();
  }

  /**
   * {@inheritDoc}
   *
   * @param connect not used: opening does not wait
   * @throws TransportException IN_USE, with the name of the program where it may be seen, or when
   *     the printer is plugged in and has no node now; ABSENT; DENIED with the group that has the
   *     right; UNREACHABLE
   */
  @Override
  public Line dial(Duration connect, long deadlineNanos) throws TransportException {
    Path node = printer.find();
    // The kernel would refuse as well; asking first tells the name, and touches nothing.
    Optional<String> holder = holders.holder(node);
    if (holder.isPresent()) {
      throw new TransportException(
          Trouble.IN_USE, endpoint + ": it is in use by " + holder.get(), null);
    }
    long openedNanos = machine.time().nanos();
    OpenNode open = OpenNode.open(endpoint(), node, OpenNode.EmptyRead.IS_NOTHING);
    printer.opened(node);
    var place = new NodeLine.Place(endpoint(), node);
    var watch = new NodeLine.Watch(openedNanos, deadlineNanos);
    return new PrinterNodeLine(place, open, machine, watch, pipe);
  }
}

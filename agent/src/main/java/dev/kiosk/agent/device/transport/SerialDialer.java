package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens a serial port for one short exchange, and only while no program on this machine has it: two
 * readers of one port share its input, so the second would steal what the first waits for. For one
 * thread at a time.
 *
 * <p>The port is not locked: an application that opens it meanwhile gets it.
 */
public final class SerialDialer implements Dialer {

  private static final Duration SLOW = Duration.ofSeconds(1);

  private final SerialEndpoint endpoint;
  private final Machine machine;
  private final Holders holders;
  private @Nullable OpenNode last;

  /** A dialer that has opened nothing yet. */
  public SerialDialer(SerialEndpoint endpoint, Machine machine) {
    this.endpoint = endpoint;
    this.machine = machine;
    this.holders = new Holders(machine.root());
  }

  @Override
  public String endpoint() {
    return endpoint.toString();
  }

  @Override
  public Duration patience() {
    return SLOW;
  }

  /**
   * {@inheritDoc}
   *
   * @param connect not used: opening does not wait
   * @throws TransportException IN_USE with the name of the program, ABSENT, DENIED with the group
   *     that has the right or, when it is not known whether a program has it, with what lets the
   *     agent know; UNREACHABLE or CLOSED; SILENT while the kernel still closes it after the last
   *     look
   */
  @Override
  public Line dial(Duration connect, long deadlineNanos) throws TransportException {
    Path node = NodePath.below(machine.root(), endpoint.path());
    if (NodeRight.isAbsent(node)) {
      throw NodeRight.noNode(endpoint(), endpoint.path(), machine.root());
    }
    if (last != null && last.isClosing()) {
      throw new TransportException(
          Trouble.SILENT,
          endpoint + ": it has not sent yet what it was given at the last look",
          null);
    }
    refuse(holders.look(node));
    long openedNanos = machine.time().nanos();
    OpenNode open = OpenNode.open(endpoint(), node, OpenNode.EmptyRead.IS_THE_END);
    last = open;
    try {
      // Who opened it since we looked has it as we found it: nothing was set yet.
      refuse(holders.lookPastUs(node));
      refuseClaimed(open);
      SerialSettings settings = SerialSettings.apply(endpoint, open);
      var place = new NodeLine.Place(endpoint(), node);
      var watch = new NodeLine.Watch(openedNanos, deadlineNanos);
      return new SerialLine(place, open, machine, watch, settings, endpoint.opensUnseen());
    } catch (TransportException noPort) {
      open.close();
      throw noPort;
    }
  }

  /** Leaves a port alone that a program has, or, unless told otherwise, may have. */
  private void refuse(Holding holding) throws TransportException {
    if (holding.holder().isPresent()) {
      throw new TransportException(
          Trouble.IN_USE, endpoint + ": it is in use by " + holding.holder().get(), null);
    }
    if (!holding.leavesItToUs(endpoint.opensUnseen())) {
      throw TransportException.denied(
          endpoint(),
          "it is left alone, as a program whose open files the agent may not see could have"
              + " it; give the agent CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, or set unseen=open if"
              + " no such program uses this port",
          null);
    }
  }

  /**
   * The user of the agent may not be allowed to see who has the port; a claim shows all the same.
   */
  private void refuseClaimed(OpenNode open) throws TransportException {
    if (open.isClaimed()) {
      throw new TransportException(
          Trouble.IN_USE, endpoint + ": another program has claimed it for itself", null);
    }
  }
}

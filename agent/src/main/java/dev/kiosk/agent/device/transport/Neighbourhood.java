package dev.kiosk.agent.device.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Tells a device that serves somebody else from one that is gone or hangs. Most receipt printers
 * serve one connection: a second one is refused, or accepted and left without an answer.
 */
final class Neighbourhood {

  /**
   * The printer's web page and its IPP service, which it keeps up while the print port is taken.
   */
  private static final int[] OTHER_SERVICES = {80, 631};

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final LocalSockets sockets;
  private final Predicate<InetAddress> thisMachine;
  private final int[] otherServices;

  Neighbourhood(LocalSockets sockets) {
    this(sockets, Neighbourhood::isThisMachine, OTHER_SERVICES);
  }

  Neighbourhood(LocalSockets sockets, Predicate<InetAddress> thisMachine, int... otherServices) {
    this.sockets = sockets;
    this.thisMachine = thisMachine;
    this.otherServices = otherServices.clone();
  }

  /** Whether a program on this kiosk is connected to the printer. */
  boolean heldHere(InetSocketAddress printer, int ownPort) {
    return sockets.connectedElsewhere(printer, ownPort);
  }

  /**
   * Whether the printer, which refused the print port, gives another of its services. Only a
   * connection counts: that a port is refused was known already. At an address of this machine the
   * services are those of the machine, so they say nothing about a printer.
   *
   * @param patience the longest it may take in all
   */
  boolean aliveElsewhere(InetSocketAddress printer, Duration patience) {
    InetAddress address = printer.getAddress();
    if (thisMachine.test(address)) {
      return false;
    }
    Duration each = patience.dividedBy(otherServices.length);
    Duration bounded = each.compareTo(PATIENCE) < 0 ? each : PATIENCE;
    for (int port : otherServices) {
      if (!bounded.isZero() && !bounded.isNegative() && TcpDialer.accepts(address, port, bounded)) {
        return true;
      }
    }
    return false;
  }

  static boolean isThisMachine(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      return false;
    }
  }
}

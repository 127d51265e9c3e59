package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Exchanges datagrams with one place on the network. For one thread at a time.
 *
 * <p>Each line has a socket of its own that is closed with it, so nothing that comes late is taken
 * for the answer to a later question. The socket is connected: only datagrams of the device count,
 * and a closed port is known at once.
 */
public final class UdpDialer {

  /** What a device serves besides: its web page and its print port. */
  private static final int[] OTHER_SERVICES = {80, 9100};

  private final String endpoint;
  private final TcpEndpoint place;
  private final Machine machine;
  private final HostLookup lookup;
  private final Neighbourhood neighbourhood;

  /**
   * A dialer that has not dialed yet.
   *
   * @param endpoint how the place is called in messages
   * @param place the host and port to send to
   */
  public UdpDialer(String endpoint, TcpEndpoint place, Machine machine) {
    this(
        endpoint,
        place,
        machine,
        new Neighbourhood(
            new LocalSockets(machine.root()), Neighbourhood::isThisMachine, OTHER_SERVICES));
  }

  UdpDialer(String endpoint, TcpEndpoint place, Machine machine, Neighbourhood neighbourhood) {
    this.endpoint = endpoint;
    this.place = place;
    this.machine = machine;
    this.lookup = new HostLookup(place, endpoint);
    this.neighbourhood = neighbourhood;
  }

  /** How the place is called in messages. */
  public String endpoint() {
    return endpoint;
  }

  /**
   * Opens a line. Nothing is sent yet.
   *
   * @param deadlineNanos when name lookup gives up, by the machine's monotonic clock
   * @throws TransportException when there is no such host or no way to it
   */
  public UdpLine dial(long deadlineNanos) throws TransportException {
    Duration patience = Duration.ofNanos(Math.max(1, deadlineNanos - machine.time().nanos()));
    var remote = new InetSocketAddress(lookup.address(patience), place.port());
    DatagramSocket socket = null;
    try {
      socket = new DatagramSocket();
      socket.connect(remote);
      return new UdpLine(endpoint, socket, remote, machine.time());
    } catch (IOException failure) {
      if (socket != null) {
        socket.close();
      }
      throw new TransportException(
          Trouble.UNREACHABLE, endpoint + ": no way to this address (" + failure + ")", failure);
    }
  }

  /**
   * Whether the device, which does not answer here, gives another of its services (its web page or
   * its print port): then it is alive. Its print port is only tried when its web page is not there.
   *
   * @param patience the longest it may take
   */
  public boolean aliveElsewhere(InetSocketAddress remote, Duration patience) {
    return neighbourhood.aliveElsewhere(remote, patience);
  }
}

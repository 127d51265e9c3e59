package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Opens short connections to one endpoint. For one thread at a time.
 *
 * <p>A refused connection is IN_USE when a program on this machine is connected there, and
 * REFUSED_ALIVE when the device, at an address of its own, still gives one of its other services:
 * most receipt printers serve one connection and refuse the second.
 */
public final class TcpDialer implements Dialer {

  private final TcpEndpoint endpoint;
  private final Machine machine;
  private final HostLookup lookup;
  private final Neighbourhood neighbourhood;

  /** A dialer that has not dialed yet. */
  public TcpDialer(TcpEndpoint endpoint, Machine machine) {
    this(endpoint, machine, new Neighbourhood(new LocalSockets(machine.root())));
  }

  TcpDialer(TcpEndpoint endpoint, Machine machine, Neighbourhood neighbourhood) {
    this.endpoint = endpoint;
    this.machine = machine;
    this.lookup = new HostLookup(endpoint);
    this.neighbourhood = neighbourhood;
  }

  @Override
  public String endpoint() {
    return endpoint.toString();
  }

  /**
   * {@inheritDoc}
   *
   * @param connect the longest wait for name and connection together
   */
  @Override
  public TcpLine dial(Duration connect, long deadlineNanos) throws TransportException {
    long connectByNanos = now() + connect.toNanos();
    long untilNanos = connectByNanos - deadlineNanos < 0 ? connectByNanos : deadlineNanos;
    var remote =
        new InetSocketAddress(lookup.address(Duration.ofNanos(left(untilNanos))), endpoint.port());
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true); // a status request is three bytes; nothing follows to join it
      socket.connect(remote, TcpLine.millis(left(untilNanos)));
      if (socket.getLocalSocketAddress().equals(remote)) {
        // On loopback a free port can be given to the caller itself, which then meets itself.
        throw new ConnectException("connected to itself");
      }
      var watch = new TcpLine.Watch(now(), deadlineNanos);
      return new TcpLine(endpoint, socket, watch, machine, neighbourhood);
    } catch (IOException failure) {
      TcpLine.closeQuietly(socket);
      throw explain(failure, remote, deadlineNanos);
    }
  }

  /**
   * Whether the machine at the address accepts a connection on another port, which shows that it is
   * alive. A refusal shows nothing that the refusal of the first port had not shown.
   */
  public static boolean accepts(InetAddress address, int port, Duration patience) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), TcpLine.millis(patience.toNanos()));
      return true;
    } catch (IOException no) {
      return false;
    }
  }

  private long now() {
    return machine.time().nanos();
  }

  private long left(long untilNanos) {
    return Math.max(1, untilNanos - now());
  }

  private TransportException explain(
      IOException failure, InetSocketAddress remote, long deadlineNanos) {
    if (failure instanceof SocketTimeoutException) {
      return new TransportException(
          Trouble.UNREACHABLE, endpoint + ": nothing answers at this address", failure);
    }
    // The JDK uses ConnectException for a refusal and for the kernel's own timeout; the latter
    // comes after two minutes, long after ours. The message is in the system's language: not read.
    if (failure instanceof ConnectException) {
      String refused = endpoint + ": the connection was refused";
      if (neighbourhood.heldHere(remote, 0)) {
        return new TransportException(
            Trouble.IN_USE, refused + ", and a program on this kiosk is connected to it", failure);
      }
      Duration patience = Duration.ofNanos(left(deadlineNanos));
      if (neighbourhood.aliveElsewhere(remote, patience)) {
        return new TransportException(
            Trouble.REFUSED_ALIVE, refused + ", but the device gives its other services", failure);
      }
      return new TransportException(Trouble.REFUSED, refused, failure);
    }
    return new TransportException(
        Trouble.UNREACHABLE,
        endpoint + ": no way to this address (" + text(failure) + ")",
        failure);
  }

  private static String text(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}

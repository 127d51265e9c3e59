package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Opens short connections to one endpoint. For one thread at a time. */
public final class TcpDialer {

  private final TcpEndpoint endpoint;
  private final Time time;
  private final Wiretap tap;
  private final HostLookup lookup;

  /**
   * A dialer that has not dialed yet.
   *
   * @param tap sees all bytes of all connections
   */
  public TcpDialer(TcpEndpoint endpoint, Time time, Wiretap tap) {
    this.endpoint = endpoint;
    this.time = time;
    this.tap = tap;
    this.lookup = new HostLookup(endpoint);
  }

  /** Where it dials to. */
  public TcpEndpoint endpoint() {
    return endpoint;
  }

  /**
   * The address and port that the endpoint stands for.
   *
   * @param patience the longest wait for the name service; an address in digits takes no time
   * @throws TransportException UNREACHABLE
   */
  public InetSocketAddress resolve(Duration patience) throws TransportException {
    return new InetSocketAddress(lookup.address(patience), endpoint.port());
  }

  /**
   * Connects.
   *
   * @param connect the longest wait for name and connection together
   * @param deadlineNanos when all must be over, on the clock of {@link Time#nanos()}; it also
   *     bounds every later read
   * @throws TransportException REFUSED or UNREACHABLE
   */
  public TcpLink dial(Duration connect, long deadlineNanos) throws TransportException {
    long connectByNanos = time.nanos() + connect.toNanos();
    long untilNanos = connectByNanos - deadlineNanos < 0 ? connectByNanos : deadlineNanos;
    InetSocketAddress remote = resolve(Duration.ofNanos(left(untilNanos)));
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true); // a status request is three bytes; nothing follows to join it
      socket.connect(remote, TcpLink.millis(left(untilNanos)));
      if (socket.getLocalSocketAddress().equals(remote)) {
        // On loopback a free port can be given to the caller itself, which then meets itself.
        throw new ConnectException("connected to itself");
      }
      return new TcpLink(endpoint, socket, new TcpLink.Watch(time, deadlineNanos), tap);
    } catch (IOException failure) {
      TcpLink.closeQuietly(socket);
      throw explain(failure);
    }
  }

  /**
   * Whether the machine at the address accepts a connection on another port, which shows that it is
   * alive. A refusal shows nothing that the refusal of the first port had not shown.
   */
  public static boolean accepts(InetAddress address, int port, Duration patience) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), TcpLink.millis(patience.toNanos()));
      return true;
    } catch (IOException no) {
      return false;
    }
  }

  private long left(long untilNanos) {
    return Math.max(1, untilNanos - time.nanos());
  }

  private TransportException explain(IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return new TransportException(
          Trouble.UNREACHABLE, endpoint + ": nothing answers at this address", failure);
    }
    // The JDK uses ConnectException for a refusal and for the kernel's own timeout; the latter
    // comes after two minutes, long after ours. The message is in the system's language: not read.
    if (failure instanceof ConnectException) {
      return new TransportException(
          Trouble.REFUSED, endpoint + ": the connection was refused", failure);
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

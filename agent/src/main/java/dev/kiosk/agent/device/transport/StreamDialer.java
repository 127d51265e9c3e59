package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens short-lived streams to one server that serves many clients at a time, over TCP or over a
 * Unix domain socket. For one thread at a time.
 */
public final class StreamDialer {

  private final String endpoint;
  private final Machine machine;
  private final @Nullable TcpEndpoint tcp;
  private final @Nullable HostLookup lookup;
  private final @Nullable Path socket;

  private StreamDialer(
      String endpoint, Machine machine, @Nullable TcpEndpoint tcp, @Nullable Path socket) {
    this.endpoint = endpoint;
    this.machine = machine;
    this.tcp = tcp;
    this.lookup = tcp == null ? null : new HostLookup(tcp);
    this.socket = socket;
  }

  /**
   * A dialer of a TCP port.
   *
   * @param endpoint how messages name it
   */
  public static StreamDialer tcp(String endpoint, TcpEndpoint address, Machine machine) {
    return new StreamDialer(endpoint, machine, address, null);
  }

  /**
   * A dialer of a Unix domain socket.
   *
   * @param endpoint how messages name it
   * @param socket the socket's file, where it really is
   */
  public static StreamDialer unix(String endpoint, Path socket, Machine machine) {
    return new StreamDialer(endpoint, machine, null, socket);
  }

  /**
   * Opens a stream.
   *
   * @param connect the longest wait for the opening
   * @param deadlineNanos when all must be over, on the clock of {@link
   *     dev.kiosk.agent.time.Time#nanos()}; it also bounds every later wait
   * @throws TransportException REFUSED or UNREACHABLE; for a socket file also ABSENT (there is no
   *     such file) and DENIED
   */
  public ByteStream dial(Duration connect, long deadlineNanos) throws TransportException {
    long connectByNanos = machine.time().nanos() + connect.toNanos();
    long untilNanos = connectByNanos - deadlineNanos < 0 ? connectByNanos : deadlineNanos;
    SocketAddress remote = remote(untilNanos);
    ChannelStream stream = null;
    try {
      SocketChannel channel =
          socket == null ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
      stream = ChannelStream.over(channel, endpoint, machine, deadlineNanos);
      if (socket == null) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      stream.connect(remote, untilNanos);
      if (remote.equals(channel.getLocalAddress()) && socket == null) {
        // On loopback a free port can be given to the caller itself, which then meets itself.
        throw new ConnectException("connected to itself");
      }
      return stream;
    } catch (IOException failure) {
      if (stream != null) {
        stream.close();
      }
      throw explain(failure);
    }
  }

  private SocketAddress remote(long untilNanos) throws TransportException {
    if (tcp != null && lookup != null) {
      long leftNanos = Math.max(1, untilNanos - machine.time().nanos());
      return new InetSocketAddress(lookup.address(Duration.ofNanos(leftNanos)), tcp.port());
    }
    Path file = socket == null ? Path.of("") : socket;
    if (!Files.exists(file)) {
      throw new TransportException(
          Trouble.ABSENT, endpoint + ": there is no socket " + file + " on this kiosk", null);
    }
    return UnixDomainSocketAddress.of(file);
  }

  private TransportException explain(IOException failure) {
    if (failure instanceof TransportException known) {
      return known;
    }
    if (failure instanceof ConnectException) {
      return new TransportException(
          Trouble.REFUSED, endpoint + ": the connection was refused", failure);
    }
    if (socket != null && !Files.isWritable(socket)) {
      return TransportException.denied(endpoint, NodeRight.missing(socket), failure);
    }
    String why = failure.getMessage();
    return new TransportException(
        Trouble.UNREACHABLE,
        endpoint
            + ": no way to this address ("
            + (why == null ? failure.getClass().getSimpleName() : why)
            + ")",
        failure);
  }
}

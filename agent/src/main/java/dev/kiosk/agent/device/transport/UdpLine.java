package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Datagrams to and from one device, until it is closed. For one thread. */
public final class UdpLine implements AutoCloseable {

  /** The largest datagram that IP can carry. */
  private static final int LARGEST = 65_507;

  private final String endpoint;
  private final DatagramSocket socket;
  private final InetSocketAddress remote;
  private final Time time;
  private final byte[] buffer = new byte[LARGEST];

  UdpLine(String endpoint, DatagramSocket socket, InetSocketAddress remote, Time time) {
    this.endpoint = endpoint;
    this.socket = socket;
    this.remote = remote;
    this.time = time;
  }

  /** Where the datagrams go. */
  public InetSocketAddress remote() {
    return remote;
  }

  /**
   * Sends one datagram.
   *
   * @throws TransportException REFUSED when an earlier one met a closed port, UNREACHABLE when
   *     there is no way
   */
  public void send(byte[] datagram) throws TransportException {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length));
    } catch (PortUnreachableException closed) {
      throw refused(closed);
    } catch (IOException failure) {
      throw unreachable(failure);
    }
  }

  /**
   * Waits for one datagram of the device.
   *
   * @param untilNanos when to give up, by the monotonic clock
   * @throws TransportException SILENT when none came, REFUSED when nobody listens on the port
   */
  public byte[] receive(long untilNanos) throws TransportException {
    var packet = new DatagramPacket(buffer, buffer.length);
    try {
      socket.setSoTimeout(TcpLine.millis(Math.max(1, untilNanos - time.nanos())));
      socket.receive(packet);
      return Arrays.copyOf(buffer, packet.getLength());
    } catch (SocketTimeoutException silent) {
      throw silent(silent);
    } catch (PortUnreachableException closed) {
      throw refused(closed);
    } catch (IOException failure) {
      throw unreachable(failure);
    }
  }

  /** To be thrown when no datagram that counts came in time. */
  public TransportException silence() {
    return silent(null);
  }

  private TransportException silent(@Nullable IOException cause) {
    return new TransportException(Trouble.SILENT, endpoint + ": no answer in time", cause);
  }

  private TransportException refused(IOException cause) {
    return new TransportException(
        Trouble.REFUSED, endpoint + ": nobody listens on this port", cause);
  }

  private TransportException unreachable(IOException cause) {
    return new TransportException(
        Trouble.UNREACHABLE, endpoint + ": no way to this address (" + cause + ")", cause);
  }

  @Override
  public void close() {
    socket.close();
  }
}

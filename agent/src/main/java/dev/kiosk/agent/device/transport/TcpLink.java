package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One open connection to a device, for short requests and short answers. For one thread. */
public final class TcpLink implements AutoCloseable {

  /** A request this short always fits into the socket's buffer, so writing it never waits. */
  private static final int LONGEST_REQUEST_BYTES = 256;

  /** More than this unasked, and the other side is not a device that waits for questions. */
  private static final int MOST_UNASKED_BYTES = 16 * 1024;

  private final TcpEndpoint endpoint;
  private final Socket socket;
  private final Watch watch;
  private final Wiretap tap;

  /** The clock, and when on it all must be over. */
  record Watch(Time time, long deadlineNanos) {}

  TcpLink(TcpEndpoint endpoint, Socket socket, Watch watch, Wiretap tap) {
    this.endpoint = endpoint;
    this.socket = socket;
    this.watch = watch;
    this.tap = tap;
  }

  /** Address and port of the device. */
  public InetSocketAddress remote() {
    return (InetSocketAddress) socket.getRemoteSocketAddress();
  }

  /** Our own port, by which this connection is told apart from others to the same device. */
  public int localPort() {
    return socket.getLocalPort();
  }

  /**
   * Takes what has come without being asked for, without waiting.
   *
   * @return the bytes, often none
   * @throws TransportException GARBAGE when it does not end, CLOSED when the connection is gone
   */
  public byte[] drain() throws TransportException {
    var unasked = new byte[0];
    try {
      InputStream in = socket.getInputStream();
      for (int ready = in.available(); ready > 0; ready = in.available()) {
        byte[] more = in.readNBytes(Math.min(ready, MOST_UNASKED_BYTES));
        tap.received(more);
        int had = unasked.length;
        unasked = Arrays.copyOf(unasked, had + more.length);
        System.arraycopy(more, 0, unasked, had, more.length);
        if (unasked.length >= MOST_UNASKED_BYTES) {
          throw new TransportException(
              Trouble.GARBAGE, endpoint + ": it sends without end and without being asked", null);
        }
      }
      return unasked;
    } catch (TransportException garbage) {
      throw garbage;
    } catch (IOException reset) {
      throw closed(reset);
    }
  }

  /**
   * Sends a request.
   *
   * @param request at most 256 bytes
   * @throws TransportException CLOSED when the connection is gone
   */
  public void send(byte... request) throws TransportException {
    if (request.length > LONGEST_REQUEST_BYTES) {
      throw new IllegalArgumentException(
          "a request of " + request.length + " bytes; at most " + LONGEST_REQUEST_BYTES);
    }
    try {
      socket.getOutputStream().write(request);
    } catch (IOException gone) {
      throw closed(gone);
    }
    tap.sent(request);
  }

  /**
   * Waits for the next byte.
   *
   * @param untilNanos the latest time, on the clock of {@link Time#nanos()}; the deadline of the
   *     whole connection holds as well
   * @return 0 to 255
   * @throws TransportException SILENT when none came in time, CLOSED when none can come any more
   */
  public int read(long untilNanos) throws TransportException {
    long nowNanos = watch.time().nanos();
    long leftNanos = Math.min(untilNanos - nowNanos, watch.deadlineNanos() - nowNanos);
    if (leftNanos <= 0) {
      throw silent(null);
    }
    try {
      socket.setSoTimeout(millis(leftNanos));
      int value = socket.getInputStream().read();
      if (value < 0) {
        throw closed(null);
      }
      tap.received(new byte[] {(byte) value});
      return value;
    } catch (SocketTimeoutException late) {
      throw silent(late);
    } catch (TransportException known) {
      throw known;
    } catch (IOException reset) {
      throw closed(reset);
    }
  }

  /** Closes at once; short opens matter more to a printer than frequent ones. */
  @Override
  public void close() {
    closeQuietly(socket);
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // there is nothing left to close
    }
  }

  /** Rounded up to what the socket calls take, where 0 would mean forever. */
  static int millis(long nanos) {
    return (int) Math.min(Integer.MAX_VALUE, Duration.ofNanos(nanos).toMillis() + 1);
  }

  private TransportException closed(@Nullable IOException cause) {
    return new TransportException(
        Trouble.CLOSED, endpoint + ": it accepted the connection and closed it", cause);
  }

  private TransportException silent(@Nullable IOException cause) {
    return new TransportException(
        Trouble.SILENT, endpoint + ": connected, but no answer in time", cause);
  }
}

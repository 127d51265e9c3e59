package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One open TCP connection to a device. For one thread. */
public final class TcpLine implements Line {

  /** More than this unasked, and the other side is not a device that waits for questions. */
  private static final int MOST_UNASKED_BYTES = 16 * 1024;

  /** An answer is hardly ever longer; asking the kernel for each byte would cost more than it. */
  private static final int MOST_AT_ONCE_BYTES = 256;

  private final TcpEndpoint endpoint;
  private final Socket socket;
  private final Watch watch;
  private final Machine machine;
  private final Neighbourhood neighbourhood;
  private final byte[] received = new byte[MOST_AT_ONCE_BYTES];
  private int next;
  private int end;
  private boolean closed;

  /** When it was opened, and when all must be over. */
  record Watch(long openedNanos, long deadlineNanos) {}

  TcpLine(
      TcpEndpoint endpoint,
      Socket socket,
      Watch watch,
      Machine machine,
      Neighbourhood neighbourhood) {
    this.endpoint = endpoint;
    this.socket = socket;
    this.watch = watch;
    this.machine = machine;
    this.neighbourhood = neighbourhood;
  }

  @Override
  public byte[] drain() throws TransportException {
    byte[] unasked = Arrays.copyOfRange(received, next, end);
    forget();
    if (unasked.length > 0) {
      machine.tap().received(unasked);
    }
    try {
      InputStream in = socket.getInputStream();
      for (int ready = in.available(); ready > 0; ready = in.available()) {
        byte[] more = in.readNBytes(Math.min(ready, MOST_UNASKED_BYTES));
        machine.tap().received(more);
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

  @Override
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
    machine.tap().sent(request);
  }

  @Override
  public int read(long untilNanos) throws TransportException {
    OptionalInt value = readIfAny(untilNanos);
    if (value.isEmpty()) {
      throw silent();
    }
    return value.getAsInt();
  }

  @Override
  public OptionalInt readIfAny(long untilNanos) throws TransportException {
    if (next == end && !receive(untilNanos)) {
      return OptionalInt.empty();
    }
    byte value = received[next];
    received[next++] = 0; // it may be of a passport
    if (machine.tap() != Wiretap.NONE) { // as it is asked for, so that its meaning stands behind it
      machine.tap().received(new byte[] {value});
    }
    return OptionalInt.of(value & 0xFF);
  }

  private void forget() {
    Arrays.fill(received, next, end, (byte) 0);
    next = end;
  }

  /** Takes what has come, or waits for the first of it; false when nothing comes in time. */
  private boolean receive(long untilNanos) throws TransportException {
    long nowNanos = machine.time().nanos();
    long leftNanos = Math.min(untilNanos - nowNanos, watch.deadlineNanos() - nowNanos);
    if (leftNanos <= 0) {
      return false;
    }
    try {
      socket.setSoTimeout(millis(leftNanos));
      int count = socket.getInputStream().read(received);
      if (count < 0) {
        throw closed(null);
      }
      next = 0;
      end = count;
      return true;
    } catch (SocketTimeoutException late) {
      return false;
    } catch (TransportException known) {
      throw known;
    } catch (IOException reset) {
      throw closed(reset);
    }
  }

  /** Closes at once; short opens matter more to a printer than frequent ones. */
  @Override
  public void close() {
    forget();
    closeQuietly(socket);
    if (!closed) {
      closed = true;
      long openNanos = machine.time().nanos() - watch.openedNanos();
      machine.held().closed(endpoint.toString(), openNanos);
    }
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

  private TransportException silent() {
    var remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    if (neighbourhood.heldHere(remote, socket.getLocalPort())) {
      return new TransportException(
          Trouble.IN_USE,
          endpoint + ": connected, but no answer while a program on this kiosk is connected too",
          null);
    }
    return new TransportException(
        Trouble.SILENT, endpoint + ": connected, but no answer in time", null);
  }
}

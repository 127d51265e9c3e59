package dev.kiosk.agent.link.websocket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The socket as Java-WebSocket sees it: a connected one that it can read, write and close. Behind
 * it stands the real one, which {@link Dialer} owns and alone closes.
 *
 * <p>In between it counts off what was written, keeps the fault that the library would swallow,
 * learns which thread writes, and adds the token to the request. The token is added here, below the
 * library, because the library traces what it writes: a raised log level would print the token.
 */
final class Wire extends Socket {

  private final InputStream in;
  private final OutputStream out;
  private final AtomicLong queued;
  private final CountDownLatch writerEnds = new CountDownLatch(1);
  private volatile @Nullable Thread writer;
  private volatile @Nullable IOException fault;
  private volatile Supplier<Collection<ByteBuffer>> unwritten = List::of;
  private byte @Nullable [] lastWritten;

  /**
   * Lays itself over a connected socket.
   *
   * @param queued what is written is subtracted from it, in bytes as the library made them
   * @param token null for none
   */
  Wire(Socket carrier, AtomicLong queued, @Nullable String token) throws IOException {
    this.in = new Incoming(carrier.getInputStream());
    this.out = new Outgoing(carrier.getOutputStream(), token);
    this.queued = queued;
  }

  /** What the network said when a read or a write failed; null if none did. */
  @Nullable IOException fault() {
    return fault;
  }

  /**
   * Waits until the library's writing thread has ended, which is its own decision.
   *
   * @return false if it has not in this time
   */
  boolean awaitWriter(long millis) throws InterruptedException {
    if (!writerEnds.await(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    Thread ending = writer;
    if (ending != null) {
      ending.join(millis);
      return !ending.isAlive();
    }
    return true;
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return writerEnds.getCount() == 0;
  }

  /** Set on the real socket already. */
  @Override
  public void setTcpNoDelay(boolean on) {}

  /** Of no meaning for a connected socket. */
  @Override
  public void setReuseAddress(boolean on) {}

  /** Where the library keeps what it has not written. */
  void writesFrom(Supplier<Collection<ByteBuffer>> queue) {
    unwritten = queue;
  }

  /** The last thing that the library's writing thread does. */
  @Override
  public synchronized void close() {
    writer = Thread.currentThread();
    writeTheRest();
    writerEnds.countDown();
  }

  /**
   * The library tells its writing thread to end by an interrupt. One that comes while the thread
   * waits for frames makes it write all that is queued, and leave it in the queue; one that comes
   * while it writes makes it forget them, and with them the close frame.
   */
  private void writeTheRest() {
    var rest = new ArrayList<>(unwritten.get());
    boolean written = rest.isEmpty() || rest.get(rest.size() - 1).array() == lastWritten;
    try {
      for (ByteBuffer frame : written ? List.<ByteBuffer>of() : rest) {
        out.write(frame.array(), frame.arrayOffset(), frame.limit());
      }
    } catch (IOException failure) {
      fault = failure;
    }
  }

  private final class Incoming extends FilterInputStream {

    Incoming(InputStream carrier) {
      super(carrier);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException failure) {
        fault = failure;
        throw failure;
      }
    }
  }

  private final class Outgoing extends OutputStream {

    private final OutputStream carrier;
    private @Nullable String token;

    Outgoing(OutputStream carrier, @Nullable String token) {
      this.carrier = carrier;
      this.token = token;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (writer == null) {
        writer = Thread.currentThread();
        Thread.currentThread().setName("link-write");
      }
      lastWritten = bytes;
      try {
        if (token == null) {
          carrier.write(bytes, offset, length);
        } else {
          carrier.write(withToken(Arrays.copyOfRange(bytes, offset, offset + length), token));
          token = null;
        }
      } catch (IOException failure) {
        fault = failure;
        throw failure;
      }
      queued.addAndGet(-length);
    }

    /** The first write is the whole request; its last two bytes are the empty line. */
    private byte[] withToken(byte[] request, String secret) {
      byte[] field =
          ("Authorization: Bearer " + secret + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      int kept = request.length - 2;
      byte[] whole = Arrays.copyOf(request, kept + field.length);
      System.arraycopy(field, 0, whole, kept, field.length);
      return whole;
    }
  }
}

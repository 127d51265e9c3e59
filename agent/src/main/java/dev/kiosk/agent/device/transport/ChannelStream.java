package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream over a channel that never blocks: the waits are those of a selector, so that sending has
 * a deadline too, and so that a Unix domain socket, which has no blocking reads with a timeout in
 * the JDK, works like TCP. For one thread.
 */
final class ChannelStream implements ByteStream {

  private static final int BUFFER_BYTES = 8 * 1024;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final String endpoint;
  private final Machine machine;
  private final long deadlineNanos;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private long openedNanos;
  private boolean open;

  private ChannelStream(
      SocketChannel channel,
      Selector selector,
      SelectionKey key,
      String endpoint,
      Machine machine,
      long deadlineNanos) {
    this.channel = channel;
    this.selector = selector;
    this.key = key;
    this.endpoint = endpoint;
    this.machine = machine;
    this.deadlineNanos = deadlineNanos;
  }

  /** A stream over a channel that is open and not connected yet; it closes it when it fails. */
  static ChannelStream over(
      SocketChannel channel, String endpoint, Machine machine, long deadlineNanos)
      throws IOException {
    Selector selector = null;
    try {
      channel.configureBlocking(false);
      selector = Selector.open();
      SelectionKey key = channel.register(selector, 0);
      return new ChannelStream(channel, selector, key, endpoint, machine, deadlineNanos);
    } catch (IOException failed) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw failed;
    }
  }

  /** Connects, or fails at {@code untilNanos}. */
  void connect(SocketAddress remote, long untilNanos) throws IOException {
    boolean connected = channel.connect(remote);
    while (!connected) {
      if (!await(SelectionKey.OP_CONNECT, untilNanos)) {
        throw new TransportException(
            Trouble.UNREACHABLE, endpoint + ": nothing answers at this address", null);
      }
      connected = channel.finishConnect();
    }
    openedNanos = machine.time().nanos();
    open = true;
  }

  @Override
  public void send(byte[] request) throws TransportException {
    try {
      ByteBuffer out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) {
        if (channel.write(out) == 0 && !await(SelectionKey.OP_WRITE, deadlineNanos)) {
          throw silent("it takes no more of the request");
        }
      }
    } catch (TransportException known) {
      throw known;
    } catch (IOException gone) {
      throw closed(gone);
    }
    machine.tap().sent(request);
  }

  @Override
  public int read() throws TransportException {
    if (!in.hasRemaining()) {
      fill();
    }
    return in.get() & 0xFF;
  }

  private void fill() throws TransportException {
    in.clear();
    try {
      int count = channel.read(in);
      while (count == 0) {
        if (!await(SelectionKey.OP_READ, deadlineNanos)) {
          throw silent("no answer in time");
        }
        count = channel.read(in);
      }
      if (count < 0) {
        throw closed(null);
      }
      machine.tap().received(Arrays.copyOf(in.array(), count));
    } catch (TransportException known) {
      throw known;
    } catch (IOException reset) {
      throw closed(reset);
    } finally {
      in.flip();
    }
  }

  /** Whether the channel became ready for that before the time was over. */
  private boolean await(int operation, long untilNanos) throws IOException {
    key.interestOps(operation);
    while (true) {
      long leftNanos = untilNanos - machine.time().nanos();
      if (leftNanos <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      selector.select(TcpLine.millis(leftNanos));
      if (!selector.selectedKeys().isEmpty()) {
        selector.selectedKeys().clear();
        return true;
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(selector);
    closeQuietly(channel);
    if (open) {
      open = false;
      machine.held().closed(endpoint, machine.time().nanos() - openedNanos);
    }
  }

  private static void closeQuietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception alreadyGone) { // there is nothing left to close
      return;
    }
  }

  private TransportException silent(String what) {
    return new TransportException(Trouble.SILENT, endpoint + ": connected, but " + what, null);
  }

  private TransportException closed(@Nullable IOException cause) {
    return new TransportException(
        Trouble.CLOSED, endpoint + ": it accepted the connection and closed it", cause);
  }
}

package dev.kiosk.simulator.surface;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * One connection of a host to a device. The caller's thread reads; a thread of its own writes, so
 * that a slow network keeps nobody else waiting.
 */
final class TcpSession {

  /** A host that lets more answers lie than this does not read them. */
  private static final int WAITING_ANSWERS = 1_024;

  /** Marks the end of the answers. */
  private static final byte[] END = {};

  /** How often a device with a full buffer looks whether it has room again. */
  private static final long ROOM_POLL_MILLIS = 50;

  /** The longest wait at the end for answers on their way: more than the slowest network takes. */
  private static final long LAST_ANSWERS_MILLIS = 61_000;

  private final Socket socket;
  private final Protocol protocol;
  private final Supplier<NetworkFault> network;
  private final BiConsumer<Traffic.Direction, byte[]> seen;
  private final BrokenAnswers broken = new BrokenAnswers();
  private final BlockingQueue<byte[]> answers = new ArrayBlockingQueue<>(WAITING_ANSWERS);
  private final CountDownLatch closed = new CountDownLatch(1);

  TcpSession(
      Socket socket,
      Protocol protocol,
      Supplier<NetworkFault> network,
      BiConsumer<Traffic.Direction, byte[]> seen) {
    this.socket = socket;
    this.protocol = protocol;
    this.network = network;
    this.seen = seen;
  }

  /** Serves the host until it leaves or {@link #close()} is called. */
  void serve(String name) {
    var writer = new Thread(this::writeAnswers, name + "-answers");
    writer.setDaemon(true);
    writer.start();
    try (Conversation conversation = protocol.connected(bytes -> send(List.of(bytes)))) {
      readRequests(conversation);
      // A host that has sent all may still be waiting for what it asked.
      if (answers.offer(END)) {
        writer.join(LAST_ANSWERS_MILLIS);
      }
    } catch (IOException gone) {
      // The host left without a word, or the network fault cut it off: either way it is over.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void readRequests(Conversation conversation) throws IOException, InterruptedException {
    InputStream in = socket.getInputStream();
    var data = new byte[4_096];
    while (closed.getCount() > 0 && !conversation.over()) {
      int room = conversation.room();
      if (room == 0) {
        // Like a real one: what it cannot keep stays in the host's network stack.
        if (closed.await(ROOM_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
        continue;
      }
      int length = in.read(data, 0, Math.min(room, data.length));
      if (length < 0) {
        return;
      }
      seen.accept(Traffic.Direction.FROM_HOST, Arrays.copyOf(data, length));
      send(conversation.receive(data, length));
    }
  }

  /** Queues answers. A host that reads none is dropped. Never waits. */
  private void send(List<byte[]> more) {
    for (byte[] answer : more) {
      if (!answers.offer(answer)) {
        close();
        return;
      }
    }
  }

  private void writeAnswers() {
    try {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      for (byte[] answer = answers.take(); answer != END; answer = answers.take()) {
        if (!write(out, answer)) {
          break;
        }
      }
    } catch (IOException gone) {
      // The host left; there is nobody to tell.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /** Sends one answer as the network lets it; false when the connection is to end. */
  private boolean write(OutputStream out, byte[] answer) throws IOException, InterruptedException {
    NetworkFault fault = network.get();
    if (fault.mode() == NetworkFault.Mode.SLOW
        && closed.await(fault.amount(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    byte[] bytes = broken.of(answer, fault);
    if (bytes.length > 0) {
      // Before it leaves: what the host sends upon it must not be seen first.
      seen.accept(Traffic.Direction.TO_HOST, bytes);
      out.write(bytes);
      out.flush();
    }
    return !broken.broken(fault);
  }

  /** Ends the connection; its threads follow. */
  void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Closing is all that was wanted.
    }
    answers.clear();
    answers.offer(END);
  }
}

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
import java.util.function.Supplier;

/**
 * One connection of a host to a printer. The caller's thread reads; a thread of its own writes, so
 * that a slow network keeps nobody else waiting.
 */
final class EscPosSession {

  /** A host that lets more answers lie than this does not read them. */
  private static final int WAITING_ANSWERS = 1_024;

  /** Marks the end of the answers. */
  private static final byte[] END = {};

  /** Each breaks a fixed bit of every status byte and is neither XON nor XOFF. */
  private static final byte[] GARBAGE = {0x00, (byte) 0xFF, (byte) 0x93};

  /** How often a printer with a full buffer looks whether it has room again. */
  private static final long ROOM_POLL_MILLIS = 50;

  /** The longest wait at the end for answers on their way: more than the slowest network takes. */
  private static final long LAST_ANSWERS_MILLIS = 61_000;

  private final Socket socket;
  private final EscPosInterpreter interpreter;
  private final Supplier<NetworkFault> network;
  private final BlockingQueue<byte[]> answers = new ArrayBlockingQueue<>(WAITING_ANSWERS);
  private final CountDownLatch closed = new CountDownLatch(1);
  private int sentBytes;
  private int garbageBytes;

  EscPosSession(Socket socket, EscPosInterpreter interpreter, Supplier<NetworkFault> network) {
    this.socket = socket;
    this.interpreter = interpreter;
    this.network = network;
  }

  /** Serves the host until it leaves or {@link #close()} is called. */
  void serve(String name) {
    var writer = new Thread(this::writeAnswers, name + "-answers");
    writer.setDaemon(true);
    writer.start();
    try {
      readRequests();
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

  private void readRequests() throws IOException, InterruptedException {
    InputStream in = socket.getInputStream();
    var data = new byte[4_096];
    while (closed.getCount() > 0) {
      int room = interpreter.room();
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
      send(interpreter.receive(data, length));
    }
  }

  /** Queues answers. A host that reads none is dropped. Never waits. */
  void send(List<byte[]> more) {
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
    byte[] bytes = answer;
    switch (fault.mode()) {
      case OK -> {}
      case SLOW -> {
        if (closed.await(fault.amount(), TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      case SILENT -> {
        return true;
      }
      case GARBAGE -> bytes = garbage(answer.length);
      case HALF -> {
        int left = Math.max(0, fault.amount() - sentBytes);
        bytes = Arrays.copyOf(answer, Math.min(left, answer.length));
      }
      case REFUSE, CLOSE -> {
        return false;
      }
    }
    out.write(bytes);
    out.flush();
    sentBytes += bytes.length;
    return fault.mode() != NetworkFault.Mode.HALF || sentBytes < fault.amount();
  }

  private byte[] garbage(int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = GARBAGE[garbageBytes++ % GARBAGE.length];
    }
    return bytes;
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

package dev.kiosk.simulator.bench;

import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A server of {@code kiosk.telemetry.v1} that counts events and receipts them, a receipt for each
 * batch, and stores nothing. In a process of its own; first it prints its port. Requests:
 *
 * <pre>
 *   counted                ─▶ events and bytes of the batches that came since this was asked last
 *   command N PREFIX       sends so many, each after the reply to the one before
 *                          ─▶ median, 99th percentile and longest time to the reply, in microseconds
 * </pre>
 */
public final class Receiver {

  private static final long PATIENCE_SECONDS = 30;

  private final Time time = Time.system();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<String, Long> next = new ConcurrentHashMap<>();
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private volatile @Nullable Frames agent;

  private Receiver() {}

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var receiver = new Receiver();
    try (var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var acceptor = new Thread(() -> receiver.acceptForever(server), "accept");
      acceptor.setDaemon(true);
      acceptor.start();
      System.out.println(server.getLocalPort());
      Lines.answer(receiver::answer);
    }
  }

  private String answer(String[] words) throws IOException, InterruptedException {
    return switch (words[0]) {
      case "counted" -> events.getAndSet(0) + " " + bytes.getAndSet(0);
      case "command" -> command(Integer.parseInt(words[1]), words[2]);
      default -> throw new IOException("not known: " + words[0]);
    };
  }

  private void acceptForever(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        var reader = new Thread(() -> serve(socket), "read");
        reader.setDaemon(true);
        reader.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Frames frames = Frames.accept(socket);
      for (int opcode = frames.next(); opcode >= 0; opcode = frames.next()) {
        if (opcode == Frames.PING) {
          frames.pong();
        } else if (opcode == Frames.CLOSE) {
          return;
        } else if (BatchCount.isBatch(frames.payload(), frames.length())) {
          receipt(frames);
        } else {
          hear(frames);
        }
      }
    } catch (IOException lost) {
      System.err.println("connection lost: " + lost);
    }
  }

  private void receipt(Frames frames) throws IOException {
    BatchCount.Batch batch = BatchCount.of(frames.payload(), frames.length());
    events.addAndGet(batch.events());
    bytes.addAndGet(frames.length());
    long until = next.merge(batch.lane(), batch.next(), Math::max);
    frames.send(
        "{\"kind\":\"receipt\",\"lane\":\"%s\",\"next\":%d}".formatted(batch.lane(), until));
  }

  private void hear(Frames frames) throws IOException {
    String text = frames.text();
    if (text.startsWith("{\"kind\":\"hello\"")) {
      next.clear(); // every agent is a new one here
      frames.send(
          "{\"kind\":\"welcome\",\"lanes\":{\"alerts\":{\"next\":0},\"readings\":{\"next\":0}}}");
      agent = frames;
    } else if (text.startsWith("{\"kind\":\"ack\"")) {
      replies.add(text);
    }
  }

  private String command(int count, String prefix) throws IOException, InterruptedException {
    Frames to = agent;
    if (to == null) {
      throw new IOException("no agent has greeted");
    }
    List<Long> took = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String cid = prefix + i;
      long began = time.nanos();
      to.send(
          "{\"kind\":\"set-threshold\",\"host\":\"%s\",\"pct\":%d,\"cid\":\"%s\"}"
              .formatted(Events.HOST, 50 + i % 50, cid));
      String reply = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (reply == null || !reply.contains(cid)) {
        throw new IOException("command " + cid + " was answered by " + reply);
      }
      took.add((time.nanos() - began) / 1000);
    }
    took.sort(null);
    return "%d %d %d"
        .formatted(took.get(count / 2), took.get(count * 99 / 100), took.get(count - 1));
  }
}

package dev.kiosk.simulator.app;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An operator's program at the hub: sends commands, and hears answers and events. */
final class Operator implements AutoCloseable, WebSocket.Listener {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  private Operator() {}

  /** Connects to {@code /ws/telemetry}. */
  static Operator connect(URI telemetry) {
    var operator = new Operator();
    operator.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .connectTimeout(CONNECT)
            .buildAsync(telemetry, operator)
            .join();
    return operator;
  }

  void send(String frame) {
    WebSocket open = socket;
    if (open != null) {
      open.sendText(frame, true).join();
    }
  }

  /** The first frame that holds all of the texts, or null when none comes in time. */
  @Nullable String await(Duration patience, String... texts) throws InterruptedException {
    long leftNanos = patience.toNanos();
    var stopwatch = dev.kiosk.agent.time.Time.system();
    long end = stopwatch.nanos() + leftNanos;
    while (leftNanos > 0) {
      String frame = heard.poll(leftNanos, TimeUnit.NANOSECONDS);
      if (frame != null && holdsAll(frame, texts)) {
        return frame;
      }
      leftNanos = end - stopwatch.nanos();
    }
    return null;
  }

  private static boolean holdsAll(String frame, String... texts) {
    for (String text : texts) {
      if (!frame.contains(text)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      heard.add(part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}

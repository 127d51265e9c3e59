package dev.kiosk.simulator.spine;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client of the JDK: what any operator's program may be. */
final class Socket implements AutoCloseable {

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final WebSocket open;

  private Socket(URI uri) {
    this.open =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new Ear(heard)).join();
  }

  static Socket connect(URI uri) {
    return new Socket(uri);
  }

  private static final class Ear implements WebSocket.Listener {
    private final BlockingQueue<String> heard;
    private final StringBuilder part = new StringBuilder();

    Ear(BlockingQueue<String> heard) {
      this.heard = heard;
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
  }

  void send(String frame) {
    open.sendText(frame, true).join();
  }

  /** The next frame that holds the text; fails when none comes within ten seconds. */
  String await(String text) throws InterruptedException {
    while (true) {
      String frame = heard.poll(10, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("nothing with " + text + " was heard");
      }
      if (frame.contains(text)) {
        return frame;
      }
    }
  }

  @Override
  public void close() {
    open.abort();
  }
}

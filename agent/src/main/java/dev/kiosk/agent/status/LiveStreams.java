package dev.kiosk.agent.status;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps open pages fresh by server-sent events (HTML Living Standard, section 9.2): after each look
 * an event {@code part} for each part of the page that differs from what this page has, and an
 * event {@code look} with the time, so that a page knows that silence is no calm.
 *
 * <p>Each page has a thread of its own, so that one that does not listen holds up nobody else.
 * There are at most {@value #MOST}; a stream ends by itself after a while and the page asks anew,
 * so one that is gone without a word gives its place back.
 */
final class LiveStreams implements AutoCloseable {

  /** How many pages are kept fresh at once; others ask for the whole page now and then. */
  static final int MOST = 4;

  /**
   * Two a second; so it ends before the HTTP server cuts it off as an answer that takes too long.
   */
  private static final int LOOKS_A_STREAM = 80;

  private final Supplier<Frame> first;
  private final Set<Thread> viewers = new HashSet<>();
  private @Nullable Frame frame;
  private long looks;
  private boolean closed;
  private Runnable onViewer = () -> {};

  /** How the page was at one look. */
  record Frame(long takenMillis, Map<String, String> parts) {}

  /** Streams of pages; {@code first} gives a page what it begins with. */
  LiveStreams(Supplier<Frame> first) {
    this.first = first;
  }

  /** Whom to tell when one more page is kept fresh. */
  synchronized void onViewer(Runnable told) {
    onViewer = told;
  }

  /** Whether anybody looks. */
  synchronized boolean watched() {
    return !viewers.isEmpty();
  }

  /** How many pages are kept fresh now. */
  synchronized int open() {
    return viewers.size();
  }

  /** Shows a new look to all. */
  synchronized void publish(Frame next) {
    frame = next;
    looks++;
    notifyAll();
  }

  /**
   * Takes an exchange over and closes it in the end.
   *
   * @return false when there are too many; then the exchange is still the caller's
   */
  synchronized boolean serve(HttpExchange exchange) {
    if (closed || viewers.size() >= MOST) {
      return false;
    }
    var viewer = new Thread(() -> run(exchange), "status-live");
    viewer.setDaemon(true);
    viewers.add(viewer);
    viewer.start();
    onViewer.run();
    return true;
  }

  private void run(HttpExchange exchange) {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      stream(exchange.getResponseBody());
    } catch (IOException gone) {
      // the page was closed; it asks again if it wants more
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        viewers.remove(Thread.currentThread());
      }
    }
  }

  private void stream(OutputStream out) throws IOException, InterruptedException {
    var shown = new HashMap<String, String>();
    out.write("retry: 500\n\n".getBytes(StandardCharsets.UTF_8));
    long seen = looks();
    Frame now = first.get();
    for (int i = 0; now != null && i < LOOKS_A_STREAM; i++) {
      out.write(events(now, shown).getBytes(StandardCharsets.UTF_8));
      out.flush();
      seen = next(seen);
      now = latest();
    }
  }

  private static String events(Frame now, Map<String, String> shown) {
    var events = new StringBuilder();
    now.parts()
        .forEach(
            (id, markup) -> {
              if (!markup.equals(shown.put(id, markup))) {
                // Text in it has no line breaks: they were replaced like all control characters.
                events.append("event: part\ndata: ").append(markup).append("\n\n");
              }
            });
    return events.append("event: look\ndata: ").append(now.takenMillis()).append("\n\n").toString();
  }

  private synchronized long looks() {
    return looks;
  }

  private synchronized long next(long seen) throws InterruptedException {
    while (!closed && looks == seen) {
      wait();
    }
    return looks;
  }

  /** Null once all is over. */
  private synchronized @Nullable Frame latest() {
    return closed ? null : frame;
  }

  @Override
  public synchronized void close() {
    closed = true;
    viewers.forEach(Thread::interrupt);
    notifyAll();
  }
}

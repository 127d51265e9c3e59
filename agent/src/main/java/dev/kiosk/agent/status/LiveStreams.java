package dev.kiosk.agent.status;

import dev.kiosk.agent.status.http.Answer;
import dev.kiosk.agent.status.http.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps open pages fresh by server-sent events (HTML Living Standard, section 9.2): after each look
 * an event {@code part} for each part of the page that differs from what this page has, and an
 * event {@code look} with the time, so that a page knows that silence is no calm.
 *
 * <p>Each page keeps the thread of its visit, so that one that does not listen holds up nobody
 * else. There are at most {@value #MOST}; a stream ends by itself after a while and the page asks
 * anew, so one that is gone without a word gives its place back.
 */
final class LiveStreams implements AutoCloseable {

  /** How many pages are kept fresh at once; others ask for the whole page now and then. */
  static final int MOST = 4;

  /** Two a second; so it ends before it is cut off as an answer that takes too long. */
  private static final int LOOKS_A_STREAM = 80;

  static final Answer ANSWER = Answer.stream("text/event-stream");

  private final Supplier<Frame> first;
  private int viewers;
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
    return viewers > 0;
  }

  /** How many pages are kept fresh now. */
  synchronized int open() {
    return viewers;
  }

  /** Shows a new look to all. */
  synchronized void publish(Frame next) {
    frame = next;
    looks++;
    notifyAll();
  }

  /**
   * Keeps a page fresh, and comes back when that is over.
   *
   * @return false when there are too many; then nothing was sent
   * @throws IOException when the page was closed; it asks again if it wants more
   */
  boolean serve(Exchange exchange) throws IOException, InterruptedException {
    Runnable told;
    synchronized (this) {
      if (closed || viewers >= MOST) {
        return false;
      }
      viewers++;
      told = onViewer;
    }
    try {
      told.run();
      exchange.begin(ANSWER);
      stream(exchange);
    } finally {
      synchronized (this) {
        viewers--;
      }
    }
    return true;
  }

  private void stream(Exchange exchange) throws IOException, InterruptedException {
    var shown = new HashMap<String, String>();
    exchange.go("retry: 500\n\n".getBytes(StandardCharsets.UTF_8));
    long seen = looks();
    Frame now = first.get();
    for (int i = 0; now != null && i < LOOKS_A_STREAM; i++) {
      exchange.go(events(now, shown).getBytes(StandardCharsets.UTF_8));
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
    notifyAll();
  }
}

package dev.kiosk.simulator.hub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one peer: bounded, one frame at a time under way, never blocking whoever
 * puts something in. Messages that must arrive go first; of the others the oldest are dropped when
 * there are too many.
 */
final class Outbox extends IteratingCallback {

  /** The most messages of either sort. */
  private static final int MAX_MESSAGES = 1024;

  /** The most characters of all messages of either sort. */
  private static final int MAX_CHARS = 4 << 20;

  /** RFC 6455, 5.5.1: a control frame holds 125 bytes, and two of them are the code. */
  private static final int MAX_REASON_BYTES = 123;

  private final Session session;
  private final Object lock = new Object();
  private final Queue musts = new Queue();
  private final Queue droppables = new Queue();

  Outbox(Session session) {
    this.session = session;
  }

  /** Messages in order and how long they are together. */
  private static final class Queue {
    private final Deque<String> messages = new ArrayDeque<>();
    private int chars;

    private boolean hasRoomFor(String message) {
      return messages.isEmpty()
          || (messages.size() < MAX_MESSAGES && chars + message.length() <= MAX_CHARS);
    }

    private void add(String message) {
      messages.add(message);
      chars += message.length();
    }

    private @Nullable String poll() {
      String message = messages.poll();
      chars -= message == null ? 0 : message.length();
      return message;
    }
  }

  /**
   * Queues a message that must arrive. A peer that lets too much pile up is disconnected rather
   * than waited for.
   */
  void send(String message) {
    boolean fits;
    synchronized (lock) {
      fits = musts.hasRoomFor(message);
      if (fits) {
        musts.add(message);
      }
    }
    if (fits) {
      iterate();
    } else {
      session.disconnect();
    }
  }

  /** Queues a message that may be dropped; returns how many older ones it pushed out. */
  int offer(String message) {
    int dropped = 0;
    synchronized (lock) {
      while (!droppables.hasRoomFor(message)) {
        droppables.poll();
        dropped++;
      }
      droppables.add(message);
    }
    iterate();
    return dropped;
  }

  @Override
  protected Action process() {
    String next = next();
    if (next == null) {
      return Action.IDLE;
    }
    session.sendText(next, Callback.from(this::succeeded, this::failed));
    return Action.SCHEDULED;
  }

  private @Nullable String next() {
    synchronized (lock) {
      String message = musts.poll();
      return message != null ? message : droppables.poll();
    }
  }

  /** Ends the session with a code and a reason, which is cut to what a close frame can hold. */
  static void close(Session session, int code, String reason) {
    String cut = reason;
    while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
      cut = cut.substring(0, cut.length() - 1);
    }
    session.close(code, cut, Callback.NOOP);
  }
}

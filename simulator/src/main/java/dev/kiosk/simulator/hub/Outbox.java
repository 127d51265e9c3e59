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

  /** The most messages that must arrive; a peer that lets more pile up is disconnected. */
  static final int MAX_MESSAGES = 1024;

  /** The most droppable messages. */
  static final int MAX_DROPPABLE = 1024;

  /** RFC 6455, 5.5.1: a control frame holds 125 bytes, and two of them are the code. */
  private static final int MAX_REASON_BYTES = 123;

  private final Session session;
  private final Deque<String> messages = new ArrayDeque<>();
  private final Deque<String> droppable = new ArrayDeque<>();

  Outbox(Session session) {
    this.session = session;
  }

  /**
   * Queues a message that must arrive. A peer that does not read is disconnected rather than waited
   * for.
   */
  void send(String message) {
    boolean full;
    synchronized (messages) {
      full = messages.size() >= MAX_MESSAGES;
      if (!full) {
        messages.add(message);
      }
    }
    if (full) {
      session.disconnect();
    } else {
      iterate();
    }
  }

  /** Queues a message that may be dropped; returns how many older ones it pushed out, 0 or 1. */
  int offer(String message) {
    int dropped = 0;
    synchronized (messages) {
      if (droppable.size() >= MAX_DROPPABLE) {
        droppable.remove();
        dropped = 1;
      }
      droppable.add(message);
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
    synchronized (messages) {
      String message = messages.poll();
      return message != null ? message : droppable.poll();
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

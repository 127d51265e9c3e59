package dev.kiosk.agent.link;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one connection from its threads to the link's. Bounded: a server that floods
 * the agent with frames is cut off, which shows as an end of the connection.
 */
final class Inbox implements Consumer<TransportEvent> {

  private static final int MOST = 4096;

  private final Runnable wake;
  private final ArrayDeque<TransportEvent> events = new ArrayDeque<>();
  private boolean flooded;

  Inbox(Runnable wake) {
    this.wake = wake;
  }

  @Override
  public void accept(TransportEvent event) {
    synchronized (events) {
      if (events.size() < MOST || event instanceof TransportEvent.Closed) {
        events.addLast(event);
      } else {
        flooded = true;
      }
    }
    wake.run();
  }

  @Nullable TransportEvent poll() {
    synchronized (events) {
      return events.pollFirst();
    }
  }

  boolean flooded() {
    synchronized (events) {
      return flooded;
    }
  }
}

package dev.kiosk.simulator.hub.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last events: so many, and so long together, the newest ones. */
final class EventWindow {

  /** Longer ones, which no agent of ours writes, are counted as skipped. */
  private static final int MAX_EVENT_CHARS = 16 << 10;

  private final int maxEvents;
  private final int maxChars;
  private final Deque<String> events = new ArrayDeque<>();
  private int chars;
  private long skipped;

  /** An empty window for so many events, that are together so many characters long. */
  EventWindow(int maxEvents, int maxChars) {
    this.maxEvents = maxEvents;
    this.maxChars = maxChars;
  }

  /**
   * What a page is told at once.
   *
   * @param skipped how many came and went since the last time
   */
  record Taken(List<String> events, long skipped) {

    boolean isEmpty() {
      return events.isEmpty() && skipped == 0;
    }
  }

  synchronized void add(String event) {
    if (event.length() > MAX_EVENT_CHARS) {
      skipped++;
      return;
    }
    events.add(event);
    chars += event.length();
    while (events.size() > maxEvents || chars > maxChars) {
      chars -= events.remove().length();
      skipped++;
    }
  }

  /** All of them, the oldest first; they stay. */
  synchronized List<String> all() {
    return new ArrayList<>(events);
  }

  /** All of them, the oldest first; they are gone then. */
  synchronized Taken take() {
    Taken taken = new Taken(new ArrayList<>(events), skipped);
    events.clear();
    chars = 0;
    skipped = 0;
    return taken;
  }
}

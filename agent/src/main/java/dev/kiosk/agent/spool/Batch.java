package dev.kiosk.agent.spool;

import java.util.List;

/**
 * Events of one lane at positions without a hole.
 *
 * @param lane whose events
 * @param first the position of the first event
 * @param events the bytes as they were appended; empty when there is nothing to send now
 */
public record Batch(Lane lane, long first, List<byte[]> events) {

  /** Copies the list. */
  public Batch {
    events = List.copyOf(events);
  }

  /** The position behind the last event. */
  public long end() {
    return first + events.size();
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return events.isEmpty();
  }
}

package dev.kiosk.agent.device;

import java.util.Map;
import java.util.TreeMap;

/**
 * How long the agent held connections to devices open: while it does, the kiosk's own application
 * may find the device taken. Safe for many threads.
 */
public final class HeldOpen {

  private final Map<String, Times> byEndpoint = new TreeMap<>();

  /**
   * The connections to one endpoint so far.
   *
   * @param connections how many
   * @param lastNanos how long the last was open
   * @param longestNanos how long the longest was open
   * @param allNanos how long all were open together
   */
  public record Times(long connections, long lastNanos, long longestNanos, long allNanos) {

    private Times and(long nanos) {
      return new Times(connections + 1, nanos, Math.max(longestNanos, nanos), allNanos + nanos);
    }
  }

  /** A connection to that endpoint was closed again after so many nanoseconds. */
  public synchronized void closed(String endpoint, long nanos) {
    byEndpoint.put(endpoint, byEndpoint.getOrDefault(endpoint, new Times(0, 0, 0, 0)).and(nanos));
  }

  /** All endpoints that were connected to, by name. A copy. */
  public synchronized Map<String, Times> times() {
    return Map.copyOf(byEndpoint);
  }
}

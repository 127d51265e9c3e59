package dev.kiosk.agent.link;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import java.time.Duration;

/** The sending side of one connection: numbers its pings and knows when the socket has enough. */
final class Outbound {

  private final Transport.Connection connection;
  private final Counters counters;
  private final long pingIntervalNanos;
  private long lastPing;
  private long nextPingNanos;

  Outbound(
      Transport.Connection connection, Counters counters, Duration pingInterval, long nowNanos) {
    this.connection = connection;
    this.counters = counters;
    this.pingIntervalNanos = pingInterval.toNanos();
    this.nextPingNanos = nowNanos + pingIntervalNanos;
  }

  /** Whether the socket's queue takes more. */
  boolean hasRoom() {
    return connection.queuedBytes() < LinkConfig.MOST_QUEUED_BYTES;
  }

  /** Whether even answers, which wait for no room, no longer leave. */
  boolean isJammed() {
    return connection.queuedBytes() >= 2 * LinkConfig.MOST_QUEUED_BYTES;
  }

  void send(byte[] frame) {
    connection.send(frame);
  }

  void sendEvents(byte[] frame, int events) {
    connection.send(frame);
    counters.add(Counter.EVENTS_SENT, events);
  }

  /** Pings now; returns the ping's number. */
  long ping(long nowNanos) {
    lastPing++;
    connection.ping(lastPing);
    nextPingNanos = nowNanos + pingIntervalNanos;
    return lastPing;
  }

  boolean pingDue(long nowNanos) {
    return nowNanos - nextPingNanos >= 0;
  }

  long nextPingNanos() {
    return nextPingNanos;
  }
}

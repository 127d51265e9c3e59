package dev.kiosk.agent.link;

import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;

/**
 * How much of a lane may go now: what the window leaves, and for a backlog of readings what the
 * pace allows.
 */
final class Flow {

  private final int maxInFlight;
  private final Drain drain;
  private final Pacer pacer;
  private boolean waitsForPacer;

  Flow(LinkConfig config, Drain drain, long nowNanos) {
    this.maxInFlight = config.maxInFlight();
    this.drain = drain;
    this.pacer = new Pacer(config.replayRate(), nowNanos);
  }

  /** How many events of the lane may be sent now, at most {@code most}; below 1 when none may. */
  int allowance(LaneCursor cursor, int most, long nowNanos) {
    int window = (int) Math.min(most, maxInFlight - cursor.inFlight());
    if (!isBacklog(cursor)) {
      return window;
    }
    int allowed = window < 1 ? window : pacer.allowance(nowNanos, window);
    waitsForPacer = allowed < 1 && window > 0;
    return allowed;
  }

  /** Only readings are paced: alerts are few, and late is what they must not be. */
  private static boolean isBacklog(LaneCursor cursor) {
    return cursor.lane == Lane.READINGS && cursor.next < cursor.backlogEnd;
  }

  /** Notes that a batch was sent. */
  void sent(LaneCursor cursor, Batch batch) {
    if (isBacklog(cursor)) {
      pacer.took(batch.events().size());
    }
    cursor.sent(batch.first(), batch.end());
    drain.inFlight(cursor.lane, cursor.receipted, cursor.next);
  }

  /** When the pace lets something go again; {@code otherwise} when nothing waits for it. */
  long wakeAtNanos(long nowNanos, long otherwise) {
    return waitsForPacer ? Math.min(otherwise, nowNanos + pacer.refillNanos()) : otherwise;
  }
}

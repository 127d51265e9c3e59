package dev.kiosk.agent.spool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses what goes when the spool is full or its events are too old. Touches no disk. */
final class Eviction {

  private final SpoolConfig config;
  private final SpoolState state;

  Eviction(SpoolConfig config, SpoolState state) {
    this.config = config;
    this.state = state;
  }

  /**
   * The next file to delete; its events are counted as lost and announced already. Null when all
   * bounds are kept, or when only what is in flight could go: receipts or the end of the session
   * will make room then.
   */
  @Nullable Segment next() {
    synchronized (state) {
      Segment expired = expired();
      if (expired != null) {
        giveUp(expired, LossReason.EXPIRED);
        return expired;
      }
      Segment oldest = state.bytes() > config.maxBytes() ? oldest() : null;
      if (oldest != null) {
        giveUp(oldest, LossReason.FULL);
      }
      return oldest;
    }
  }

  private void giveUp(Segment victim, LossReason reason) {
    LaneState of = state.lane(victim.lane);
    var span = new Gap.Span(victim.fromMillis, victim.toMillis);
    long first = Math.max(victim.base, of.receipted);
    for (long[] part : state.uncovered(victim.lane, first, Math.max(first, victim.end))) {
      state.lose(Gap.of(victim.lane, part[0], part[1], reason).during(span));
    }
    victim.end = victim.base; // the reader must not look into it any more
  }

  private @Nullable Segment expired() {
    long oldest = state.runningMillis() - config.maxAge().toMillis();
    for (LaneState lane : state.lanes()) {
      for (Segment segment : lane.segments) {
        boolean old = segment.runningMillis < oldest && segment.end > segment.base;
        if (old && !lane.inFlight(segment)) {
          return segment;
        }
      }
    }
    return null;
  }

  /** Readings go first, and alerts only when alerts alone fill the spool. */
  private @Nullable Segment oldest() {
    for (Lane lane : List.of(Lane.READINGS, Lane.ALERTS)) {
      LaneState of = state.lane(lane);
      if (lane == Lane.ALERTS && of.bytes() <= config.maxBytes()) {
        return null; // readings in memory take the room: they go once they are written
      }
      for (Segment segment : of.segments) {
        if (!of.inFlight(segment)) {
          return segment;
        }
      }
      if (lane == Lane.READINGS && !of.segments.isEmpty()) {
        return null;
      }
    }
    return null;
  }
}

package dev.kiosk.agent.spool;

import java.util.ArrayList;
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

  /** A file that is to go, and why. */
  record Victim(Segment segment, LossReason reason) {}

  /**
   * The next file to delete. Null when all bounds are kept, or when only what is in flight could
   * go: receipts or the end of the session will make room then.
   */
  @Nullable Victim next() {
    synchronized (state) {
      Segment expired = expired();
      if (expired != null) {
        return new Victim(expired, LossReason.EXPIRED);
      }
      Segment oldest = state.bytes() > config.maxBytes() ? oldest() : null;
      return oldest == null ? null : new Victim(oldest, LossReason.FULL);
    }
  }

  /** The ledger as it will be when the file is given up, to be on disk before that. */
  Ledger foreseen(Victim victim) {
    synchronized (state) {
      Ledger ledger = state.ledger.copy();
      for (Gap gap : losses(victim)) {
        ledger.countLost(
            gap.lane(), gap.reason(), new Ledger.Loss(gap.count(), state.time.wallMillis()));
        ledger.add(gap);
      }
      return ledger;
    }
  }

  /**
   * Gives a file up: its events count as lost and are announced.
   *
   * @return false when it has come into flight meanwhile and must stay
   */
  boolean giveUp(Victim victim) {
    synchronized (state) {
      if (state.lane(victim.segment.lane).inFlight(victim.segment)) {
        state.ledger.distrust();
        return false;
      }
      losses(victim).forEach(state::lose);
      victim.segment.end = victim.segment.base; // the reader must not look into it any more
      return true;
    }
  }

  private List<Gap> losses(Victim victim) {
    Segment segment = victim.segment;
    var span = new Gap.Span(segment.fromMillis, segment.toMillis);
    long first = Math.max(segment.base, state.lane(segment.lane).receipted);
    var losses = new ArrayList<Gap>();
    for (long[] part : state.uncovered(segment.lane, first, Math.max(first, segment.end))) {
      losses.add(Gap.of(segment.lane, part[0], part[1], victim.reason).during(span));
    }
    return losses;
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

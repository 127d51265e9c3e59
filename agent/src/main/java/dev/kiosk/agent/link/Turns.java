package dev.kiosk.agent.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Whose turn the next session is. What an earlier tenant or host of this kiosk left goes first; if
 * that fails, this kiosk's own events are not kept waiting for it.
 */
final class Turns {

  private static final long AGAIN_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int MOST_REFUSALS = 3;

  private final Origin own;
  private final ArrayDeque<FormerOrigin> formers;
  private long formerNotBeforeNanos;
  private int refusals;

  Turns(Origin own, List<FormerOrigin> formers, long nowNanos) {
    this.own = own;
    this.formers = new ArrayDeque<>(formers);
    this.formerNotBeforeNanos = nowNanos;
  }

  /** How a session ended. */
  enum End {
    /** It could not be begun, or this side ended it in peace: says nothing. */
    NOTHING,
    /** It failed. */
    FAILED,
    /** The server does not want these events. */
    REFUSED
  }

  Origin next(long nowNanos) {
    FormerOrigin former = formers.peekFirst();
    return former != null && nowNanos - formerNotBeforeNanos >= 0 ? former : own;
  }

  /** Whether a session has done its part, so that another's turn has come. */
  boolean isOver(Origin current, long nowNanos) {
    FormerOrigin former = formers.peekFirst();
    if (former == null) {
      return false;
    }
    return current == former ? former.isEmpty() : next(nowNanos) == former;
  }

  void ended(Origin origin, End how, String why, long nowNanos) {
    FormerOrigin former = formers.peekFirst();
    if (former == null || origin != former) {
      return;
    }
    refusals += how == End.REFUSED ? 1 : 0;
    if (former.isEmpty()) {
      formers.removeFirst();
      refusals = 0;
      former.drained();
    } else if (refusals >= MOST_REFUSALS) {
      formers.removeFirst();
      refusals = 0;
      former.refused(why);
    } else if (how != End.NOTHING) {
      formerNotBeforeNanos = nowNanos + AGAIN_NANOS;
    }
  }
}

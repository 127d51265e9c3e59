package dev.kiosk.agent.link;

import dev.kiosk.agent.spool.Lane;

/** Where one lane stands in one session. */
final class LaneCursor {

  final Lane lane;

  /** The position to send next. */
  long next;

  /** The last receipted next of this session. */
  long receipted;

  /** When the last receipt came that moved on, or nothing was waiting for one. */
  long progressNanos;

  /** Positions below were spooled before this session began: a backlog. */
  final long backlogEnd;

  LaneCursor(Lane lane, long from, long backlogEnd) {
    this.lane = lane;
    this.next = from;
    this.receipted = from;
    this.backlogEnd = backlogEnd;
  }

  void sent(long end) {
    next = Math.max(next, end);
  }

  long inFlight() {
    return Math.max(0, next - receipted);
  }
}

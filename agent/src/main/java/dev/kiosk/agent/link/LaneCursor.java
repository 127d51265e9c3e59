package dev.kiosk.agent.link;

import dev.kiosk.agent.spool.Lane;
import java.util.ArrayDeque;

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

  /** Ranges of positions that were sent and not receipted, in order. */
  private final ArrayDeque<long[]> sent = new ArrayDeque<>();

  LaneCursor(Lane lane, long from, long backlogEnd) {
    this.lane = lane;
    this.next = from;
    this.receipted = from;
    this.backlogEnd = backlogEnd;
  }

  void sent(long first, long end) {
    next = Math.max(next, end);
    long[] last = sent.peekLast();
    if (last != null && last[1] == first) {
      last[1] = end;
    } else {
      sent.addLast(new long[] {first, end});
    }
  }

  /**
   * The server has all before a position.
   *
   * @return how many events of this session that are; positions in a gap are none
   */
  long receipted(long position) {
    long events = 0;
    for (long[] part = sent.peekFirst(); part != null && part[0] < position; ) {
      long end = Math.min(part[1], position);
      events += end - part[0];
      part[0] = end;
      if (part[0] < part[1]) {
        break;
      }
      sent.removeFirst();
      part = sent.peekFirst();
    }
    receipted = Math.max(receipted, position);
    next = Math.max(next, position);
    return events;
  }

  long inFlight() {
    return Math.max(0, next - receipted);
  }
}

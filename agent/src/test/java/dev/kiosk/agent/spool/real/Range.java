package dev.kiosk.agent.spool.real;

import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.LossReason;
import java.util.List;

/**
 * A gap as a server knows it.
 *
 * @param end the position behind it
 */
record Range(Lane lane, long first, long end, LossReason reason) {

  static Range of(Gap gap) {
    return new Range(gap.lane(), gap.first(), gap.end(), gap.reason());
  }

  /** Reads the four words that {@link #toString} writes. */
  static Range parse(String words) {
    String[] word = words.split(" ");
    return new Range(
        Lane.valueOf(word[0]),
        Long.parseLong(word[1]),
        Long.parseLong(word[2]),
        LossReason.valueOf(word[3]));
  }

  boolean contains(Lane of, long position) {
    return of == lane && position >= first && position < end;
  }

  /** The first position from {@code position} on that is in none of the ranges. */
  static long behind(List<Range> ranges, Lane lane, long position) {
    long at = position;
    for (boolean moved = true; moved; ) {
      moved = false;
      for (Range range : ranges) {
        if (range.contains(lane, at)) {
          at = range.end;
          moved = true;
        }
      }
    }
    return at;
  }

  @Override
  public String toString() {
    return "%s %d %d %s".formatted(lane, first, end, reason);
  }
}

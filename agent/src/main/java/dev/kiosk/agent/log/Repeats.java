package dev.kiosk.agent.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a line through once and counts it while it is repeated, so that a trouble that comes back
 * each second does not fill the journal. Only the last line is remembered: any other line between
 * shows the next one anew, so the order of what happened stays true.
 */
final class Repeats {

  private final long spanNanos;
  private @Nullable Line last;
  private long firstNanos;
  private long more;

  /**
   * One line.
   *
   * @param priority as the journal counts it
   * @param text may have several lines, as one with a stack trace has
   */
  record Line(int priority, String text) {

    /** Spelled out: a record's own comparison costs milliseconds when it is first made. */
    boolean isSameAs(@Nullable Line other) {
      return other != null && priority == other.priority && text.equals(other.text);
    }
  }

  /** Tells of repeats after at most that span. */
  Repeats(Duration span) {
    this.spanNanos = span.toNanos();
  }

  /**
   * What is to be written when a line comes: nothing, itself, or the count before it and itself.
   */
  List<Line> take(Line line, long nowNanos) {
    List<Line> write = new ArrayList<>();
    if (line.isSameAs(last) && nowNanos - firstNanos < spanNanos) {
      more++;
      return write;
    }
    Line count = count(nowNanos);
    if (count != null) {
      write.add(count);
    }
    last = line;
    firstNanos = nowNanos;
    write.add(line);
    return write;
  }

  /** How long until the count is due, at least 0, in nanoseconds; negative when there is none. */
  long dueInNanos(long nowNanos) {
    return more == 0 ? -1 : Math.max(0, firstNanos + spanNanos - nowNanos);
  }

  /** The count, told early or in time; null when there were no repeats. */
  @Nullable Line count(long nowNanos) {
    Line of = last;
    if (of == null || more == 0) {
      return null;
    }
    long seconds = Math.max(1, Math.round((nowNanos - firstNanos) / 1e9));
    String times = more == 1 ? "once more" : more + " times more";
    last = null;
    more = 0;
    return new Line(of.priority(), "the last line came " + times + " in " + seconds + " s");
  }
}

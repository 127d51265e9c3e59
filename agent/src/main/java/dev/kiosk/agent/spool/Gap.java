package dev.kiosk.agent.spool;

import org.jspecify.annotations.Nullable;

/**
 * A range of positions for which nothing more will come.
 *
 * @param lane whose positions
 * @param first the first of them
 * @param count how many, at least 1
 * @param reason why
 * @param span when its events happened, if known
 * @param announcedAt the position in the alerts lane of the event that tells the server, or -1
 *     while there is none
 */
public record Gap(
    Lane lane, long first, long count, LossReason reason, @Nullable Span span, long announcedAt) {

  /**
   * A span of wall-clock time.
   *
   * @param fromMillis milliseconds since the Unix epoch
   * @param toMillis milliseconds since the Unix epoch
   */
  public record Span(long fromMillis, long toMillis) {

    /** The smallest span over both; a span that is not known does not count. */
    static @Nullable Span over(@Nullable Span one, @Nullable Span other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return new Span(
          Math.min(one.fromMillis, other.fromMillis), Math.max(one.toMillis, other.toMillis));
    }
  }

  /** Refuses empty ranges. */
  public Gap {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException("not a range: " + first + " + " + count);
    }
  }

  /** A gap that nobody was told of yet. */
  static Gap of(Lane lane, long first, long end, LossReason reason) {
    return new Gap(lane, first, end - first, reason, null, -1);
  }

  /** The position behind the range. */
  public long end() {
    return first + count;
  }

  /** Whether the position is in the range. */
  public boolean contains(long position) {
    return position >= first && position < end();
  }

  boolean covers(Gap other) {
    return lane == other.lane && first <= other.first && other.end() <= end();
  }

  Gap announced(long position) {
    return new Gap(lane, first, count, reason, span, position);
  }

  Gap during(@Nullable Span when) {
    return new Gap(lane, first, count, reason, when, announcedAt);
  }
}

package dev.kiosk.simulator.hub.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Which positions of a stream are settled, that is held or named by a gap. Immutable.
 *
 * <pre>
 *   0 ───────────── next ····· [first, end) ····· [first, end) ····▶
 *     all settled         open      island     open     island
 * </pre>
 *
 * @param next the first position that is neither held nor in a gap
 * @param islands settled ranges above {@code next}: ascending, apart from each other and from
 *     {@code next}
 */
public record Coverage(long next, List<Range> islands) {

  /** A stream of which nothing is known. */
  public static final Coverage EMPTY = new Coverage(0, List.of());

  /**
   * Positions {@code first} up to but not including {@code end}.
   *
   * @param first at least 0
   * @param end more than {@code first}
   */
  public record Range(long first, long end) {}

  /** Makes the islands unchangeable. */
  public Coverage {
    islands = List.copyOf(islands);
  }

  /** This and {@code range}, with {@code next} moved over all that is settled now. */
  public Coverage with(Range range) {
    if (range.first() == next && islands.isEmpty()) {
      return new Coverage(range.end(), islands); // the usual case: in order, nothing open
    }
    if (range.end() <= next) {
      return this;
    }
    List<Range> all = new ArrayList<>(islands.size() + 1);
    Range merged = range;
    for (Range island : islands) {
      if (island.end() < merged.first()) {
        all.add(island);
      } else if (island.first() <= merged.end()) {
        merged =
            new Range(
                Math.min(merged.first(), island.first()), Math.max(merged.end(), island.end()));
      }
    }
    int before = all.size();
    all.add(merged);
    for (Range island : islands) {
      if (island.first() > merged.end()) {
        all.add(island);
      }
    }
    boolean reachesNext = before == 0 && merged.first() <= next;
    return reachesNext
        ? new Coverage(merged.end(), all.subList(1, all.size()))
        : new Coverage(next, all);
  }

  /** Whether a position is settled. */
  public boolean has(long position) {
    if (position < next || islands.isEmpty()) {
      return position < next;
    }
    return islands.stream()
        .anyMatch(island -> island.first() <= position && position < island.end());
  }

  /** How many positions below the highest settled one are still open. */
  public long missing() {
    long missing = 0;
    long from = next;
    for (Range island : islands) {
      missing += island.first() - from;
      from = island.end();
    }
    return missing;
  }
}

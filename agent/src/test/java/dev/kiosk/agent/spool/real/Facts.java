package dev.kiosk.agent.spool.real;

import dev.kiosk.agent.spool.Lane;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that the lives of one spool have told, gathered from the lines of {@link SpoolUser}. */
final class Facts {

  private final Map<Lane, NavigableMap<Long, String>> accepted = new EnumMap<>(Lane.class);
  private final Map<Lane, NavigableMap<Long, String>> named = new EnumMap<>(Lane.class);
  private final Map<Lane, Long> receipted = new EnumMap<>(Lane.class);
  private final Map<Lane, Long> mostReceipted = new EnumMap<>(Lane.class);
  private final List<Range> gaps = new ArrayList<>();
  private final List<Range> perhapsGaps = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private @Nullable String spoolId;

  Facts() {
    for (Lane lane : Lane.values()) {
      accepted.put(lane, new TreeMap<>());
      named.put(lane, new TreeMap<>());
    }
  }

  /** Takes in lines that were written before the end. */
  void before(List<String> lines) {
    lines.forEach(line -> take(line.split(" "), line));
  }

  /**
   * Takes in lines of which it is not known whether they were written before the end or after it.
   * They promise nothing, but what the server had by then need not be there any more. Where the
   * spool went on under another id, positions mean something else, and that id died with it.
   */
  void perhapsBefore(List<String> lines) {
    for (String line : lines) {
      String[] word = line.split(" ");
      if (word[0].equals("N")) {
        return;
      } else if (word[0].equals("K")) {
        mostReceipted.merge(Lane.valueOf(word[1]), Long.parseLong(word[2]), Math::max);
      } else if (word[0].equals("G")) {
        perhapsGaps.add(Range.parse(line.substring(2)));
      } else if (word[0].equals("!")) {
        troubles.add(line);
      }
    }
  }

  private void take(String[] word, String line) {
    switch (word[0]) {
      case "A" -> accept(Lane.ALERTS, Long.parseLong(word[1]), word[2]);
      case "R" -> accept(Lane.READINGS, Long.parseLong(word[1]), word[2]);
      case "S" -> name(Lane.valueOf(word[1]), Long.parseLong(word[2]), word[3]);
      case "K" -> {
        receipted.merge(Lane.valueOf(word[1]), Long.parseLong(word[2]), Math::max);
        mostReceipted.merge(Lane.valueOf(word[1]), Long.parseLong(word[2]), Math::max);
      }
      case "G" -> gaps.add(Range.parse(line.substring(2)));
      case "O" -> opened(word[1]);
      case "B", "C", "F", "T" -> {
        // moments, not promises
      }
      default -> troubles.add(line);
    }
  }

  private void opened(String id) {
    if (spoolId != null && !spoolId.equals(id)) {
      troubles.add("the spool id changed from " + spoolId + " to " + id);
    }
    spoolId = id;
  }

  private void accept(Lane lane, long position, String hash) {
    accepted(lane).put(position, hash);
    name(lane, position, hash);
  }

  private void name(Lane lane, long position, String hash) {
    String other = of(named, lane).put(position, hash);
    if (other != null && !other.equals(hash)) {
      troubles.add("%s %d names both %s and %s".formatted(lane, position, other, hash));
    }
  }

  /** What was said of accepted events: position and hash. */
  NavigableMap<Long, String> accepted(Lane lane) {
    return of(accepted, lane);
  }

  /** The content that anybody ever got to see at the position. */
  @Nullable String named(Lane lane, long position) {
    return of(named, lane).get(position);
  }

  /** Gaps that the server was told of for certain. */
  List<Range> gaps() {
    return gaps;
  }

  /** Gaps that the server was told of, or would have been told of soon. */
  List<Range> allGaps() {
    var all = new ArrayList<>(gaps);
    all.addAll(perhapsGaps);
    return all;
  }

  /** What the server had for certain when the last life ended. */
  long receipted(Lane lane) {
    return receipted.getOrDefault(lane, 0L);
  }

  /** What the server may have had when the last life ended. */
  long mostReceipted(Lane lane) {
    return mostReceipted.getOrDefault(lane, 0L);
  }

  /**
   * What went on after the end was never lived: from now on only what the spool itself confirms of
   * it holds.
   *
   * @param next what the server has, as the spool knows it
   * @param events what the spool still holds: a gap over one of them was told after the end
   */
  void settle(Lane lane, long next, NavigableMap<Long, String> events) {
    receipted.put(lane, next);
    mostReceipted.put(lane, next);
    for (Range gap : List.copyOf(perhapsGaps)) {
      if (gap.lane() == lane) {
        perhapsGaps.remove(gap);
        boolean before = events.subMap(gap.first(), gap.end()).isEmpty();
        if (before) {
          gaps.add(gap);
        }
      }
    }
  }

  /** Everything that should not have been said. */
  List<String> troubles() {
    return troubles;
  }

  @Nullable String spoolId() {
    return spoolId;
  }

  /** How much was accepted, for the log of a test. */
  String sums() {
    return "%d alerts and %d readings accepted, receipted up to %d and %d, %d gaps told"
        .formatted(
            accepted(Lane.ALERTS).size(),
            accepted(Lane.READINGS).size(),
            receipted(Lane.ALERTS),
            receipted(Lane.READINGS),
            gaps.size());
  }

  private static NavigableMap<Long, String> of(
      Map<Lane, NavigableMap<Long, String>> map, Lane lane) {
    NavigableMap<Long, String> found = map.get(lane);
    if (found == null) {
      throw new IllegalStateException("no lane " + lane);
    }
    return found;
  }
}

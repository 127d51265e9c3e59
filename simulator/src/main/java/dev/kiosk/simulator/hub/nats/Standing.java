package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.Coverage;
import dev.kiosk.simulator.hub.store.Coverage.Range;
import dev.kiosk.simulator.hub.store.Store;
import dev.kiosk.simulator.hub.store.Store.Appended;
import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Entry;
import dev.kiosk.simulator.hub.store.Store.Gap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the lanes of a spool stand. Immutable. In the header {@value #HEADER} of each message,
 * behind what it holds:
 *
 * <pre>
 *   LANE next stored [open settled]…;LANE …      alerts 12 12;readings 88065 88001 3 5 10 1
 * </pre>
 *
 * <p>Behind {@code next} as many positions are open as the first number says, then as many settled
 * as the second, and so on.
 */
record Standing(SortedMap<String, Lane> lanes) {

  static final String HEADER = "Kiosk-Lanes";

  /** A spool of which nothing is known. */
  static final Standing NONE = new Standing(new TreeMap<>());

  /** JetStream takes 64 KiB of headers. */
  private static final int MAX_HEADER = 60_000;

  /**
   * Where a lane stands.
   *
   * @param stored how many events were stored, removed ones included
   */
  record Lane(Coverage coverage, long stored) {
    static final Lane NEW = new Lane(Coverage.EMPTY, 0);
  }

  /** What a batch comes to. */
  record Step(Standing after, Appended done) {}

  Lane lane(String name) {
    return lanes.getOrDefault(name, Lane.NEW);
  }

  /** This and a batch, or null when more ranges would be open than a message can say. */
  @Nullable Step with(Batch batch) {
    List<? extends Entry> entries = batch.entries();
    Lane before = lane(batch.lane());
    long first = batch.first() == Store.NEXT ? before.coverage().next() : batch.first();
    BitSet fresh = new BitSet(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      fresh.set(i, !before.coverage().has(first + i));
    }
    SortedMap<String, Lane> after = new TreeMap<>(lanes);
    Range range = new Range(first, first + entries.size());
    after.put(
        batch.lane(),
        new Lane(before.coverage().with(range), before.stored() + fresh.cardinality()));
    Map<String, Long> nexts = new HashMap<>();
    nexts.put(batch.lane(), 0L);
    for (Entry entry : entries) {
      Gap gap = entry.gap();
      if (gap != null) {
        Lane named = after.getOrDefault(gap.lane(), Lane.NEW);
        Range settled = new Range(gap.first(), gap.end());
        after.put(gap.lane(), new Lane(named.coverage().with(settled), named.stored()));
        nexts.put(gap.lane(), 0L);
      }
    }
    Standing standing = new Standing(after);
    nexts.replaceAll((lane, unused) -> standing.lane(lane).coverage().next());
    boolean isSaid = !standing.isRagged() || standing.header().length() <= MAX_HEADER;
    return isSaid ? new Step(standing, new Appended(first, fresh, nexts)) : null;
  }

  private boolean isRagged() {
    return lanes.values().stream().anyMatch(lane -> lane.coverage().islands().size() > 500);
  }

  /** The position behind the highest that is settled in a lane. */
  long end(String lane) {
    Coverage coverage = lane(lane).coverage();
    List<Range> islands = coverage.islands();
    return islands.isEmpty() ? coverage.next() : islands.get(islands.size() - 1).end();
  }

  /** As in {@link Store.Settled}. */
  Map<String, Long> nexts() {
    Map<String, Long> nexts = new HashMap<>();
    lanes.forEach((name, lane) -> nexts.put(name, lane.coverage().next()));
    return nexts;
  }

  String header() {
    StringBuilder text = new StringBuilder();
    lanes.forEach(
        (name, lane) -> {
          text.append(text.isEmpty() ? "" : ";").append(name);
          long from = lane.coverage().next();
          text.append(' ').append(from).append(' ').append(lane.stored());
          for (Range island : lane.coverage().islands()) {
            text.append(' ').append(island.first() - from);
            text.append(' ').append(island.end() - island.first());
            from = island.end();
          }
        });
    return text.toString();
  }

  /** Reads a header; null is as good as an empty one. */
  static Standing parse(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return NONE;
    }
    SortedMap<String, Lane> lanes = new TreeMap<>();
    for (String lane : header.split(";")) {
      String[] words = lane.split(" ");
      long next = Long.parseLong(words[1]);
      List<Range> islands = new ArrayList<>();
      long from = next;
      for (int i = 3; i + 1 < words.length; i += 2) {
        long first = from + Long.parseLong(words[i]);
        from = first + Long.parseLong(words[i + 1]);
        islands.add(new Range(first, from));
      }
      lanes.put(words[0], new Lane(new Coverage(next, islands), Long.parseLong(words[2])));
    }
    return new Standing(lanes);
  }
}

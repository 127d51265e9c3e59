package dev.kiosk.simulator.hub.store;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Where each run arrived. What is new is held in memory and put into the file in one go now and
 * then, since in the file the runs of a thousand kiosks stand on a thousand pages: written with
 * each commit, they would be most of what is written. Nothing is lost with the memory: the arrivals
 * behind the last that was put down tell it again.
 *
 * <p>Changed by one thread; reading is free for all.
 */
final class RunIndex {

  /** A run, and its running number among the arrivals. */
  record Entry(RunKey key, long arrival) {}

  private final MVMap<RunKey, Long> settled;
  private final NavigableMap<RunKey, Long> recent = new ConcurrentSkipListMap<>(RunIndex::compare);

  RunIndex(MVMap<RunKey, Long> settled) {
    this.settled = settled;
  }

  private static int compare(RunKey one, RunKey other) {
    int byStream = Long.compare(one.stream(), other.stream());
    return byStream != 0 ? byStream : Long.compare(one.first(), other.first());
  }

  /** Takes a run, in place of one that began at the same position. */
  void put(RunKey key, long arrival) {
    recent.put(key, arrival);
  }

  /** Drops a run, unless another took its place. */
  void remove(RunKey key, long arrival) {
    recent.remove(key, arrival);
    settled.remove(key, arrival);
  }

  /** How many runs are held in memory. */
  int recent() {
    return recent.size();
  }

  /** Puts what is held in memory into the file's map. */
  void settle() {
    recent.forEach(
        (key, arrival) -> {
          settled.put(key, arrival);
          recent.remove(key, arrival); // only now, so that readers find it at all times
        });
  }

  /** The run that begins at a position of the stream, or the last one before it. */
  @Nullable Entry floor(RunKey key) {
    return nearest(settled.floorKey(key), recent.floorKey(key), key.stream(), true);
  }

  /** The run that begins at a position of the stream, or the first one behind it. */
  @Nullable Entry ceiling(RunKey key) {
    return nearest(settled.ceilingKey(key), recent.ceilingKey(key), key.stream(), false);
  }

  private @Nullable Entry nearest(
      @Nullable RunKey one, @Nullable RunKey other, long stream, boolean last) {
    RunKey a = one != null && one.stream() == stream ? one : null;
    RunKey b = other != null && other.stream() == stream ? other : null;
    RunKey key = a == null ? b : a;
    if (a != null && b != null) {
      key = a.first() > b.first() == last ? a : b;
    }
    if (key == null) {
      return null;
    }
    Long arrival = recent.get(key);
    arrival = arrival == null ? settled.get(key) : arrival;
    return arrival == null ? null : new Entry(key, arrival);
  }
}

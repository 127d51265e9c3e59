package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.spool.Lane;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a kiosk's code says that it took over, under which identity: for each spool, and lane by
 * lane, which event stands at which position. Events are numbered for each kiosk and lane as they
 * are made, whatever becomes of spools, so that one that is stored under two identities shows.
 *
 * <p>Written by the kiosk's thread, read after it has stopped.
 */
final class Book {

  private final Set<String> spools = new HashSet<>(2);
  private final Pages alerts = new Pages();
  private final Pages readings = new Pages();

  /** One lane: runs of positions with the number of the event at the first of them. */
  private static final class Pages {
    private final List<long[]> runs = new ArrayList<>(1);
    private final BitSet excused = new BitSet(0);
  }

  private Pages pages(Lane lane) {
    return lane == Lane.ALERTS ? alerts : readings;
  }

  /** An event was appended. */
  void took(String spool, Lane lane, long position, long number) {
    spools.add(spool);
    List<long[]> runs = pages(lane).runs;
    long[] last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null && last[1] == position && last[2] + (last[1] - last[0]) == number) {
      last[1]++;
    } else {
      runs.add(new long[] {position, position + 1, number});
    }
  }

  /** Nobody promised that this event arrives: the kiosk ended before it was on disk. */
  void excuse(Lane lane, long position) {
    pages(lane).excused.set(Math.toIntExact(number(lane, position)));
  }

  /** Whether the events of a spool id are in this book. */
  boolean knows(String spool) {
    return spools.contains(spool);
  }

  /** The number of the event at a position; -1 when none was appended there. */
  long number(Lane lane, long position) {
    for (long[] run : pages(lane).runs) {
      if (position >= run[0] && position < run[1]) {
        return run[2] + position - run[0];
      }
    }
    return -1;
  }

  /** Whether an event need not arrive. */
  boolean isExcused(Lane lane, long number) {
    return pages(lane).excused.get(Math.toIntExact(number));
  }

  /** Receives each event of a lane. */
  interface Reader {
    /** One event. */
    void event(long position, long number);
  }

  /** Tells all events of a lane. */
  void read(Lane lane, Reader reader) {
    for (long[] run : pages(lane).runs) {
      for (long position = run[0]; position < run[1]; position++) {
        reader.event(position, run[2] + position - run[0]);
      }
    }
  }
}

package dev.kiosk.simulator.hub.store;

import dev.kiosk.simulator.hub.store.Store.Kept;
import java.util.ArrayDeque;
import java.util.Deque;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream run by run. A run ends where the next one begins: after a crash one may be there
 * twice, the older reaching into the newer.
 */
final class RunCursor implements Store.Cursor {

  private final RunIndex runs;
  private final MVMap<Long, Run> arrivals;
  private final long stream;
  private final Deque<Kept> ahead = new ArrayDeque<>();
  private long position;

  /** Reads from the lowest position that is at least {@code from}. */
  RunCursor(RunIndex runs, MVMap<Long, Run> arrivals, long stream, long from) {
    this.runs = runs;
    this.arrivals = arrivals;
    this.stream = stream;
    this.position = from;
    RunIndex.Entry around = runs.floor(new RunKey(stream, from));
    if (around != null) {
      take(around);
    }
  }

  @Override
  public @Nullable Kept next() {
    while (ahead.isEmpty()) {
      RunIndex.Entry following = runs.ceiling(new RunKey(stream, position));
      if (following == null) {
        return null;
      }
      take(following);
    }
    return ahead.poll();
  }

  /** Reads a run from the position on, and moves the position behind it. */
  private void take(RunIndex.Entry entry) {
    RunKey key = entry.key();
    RunIndex.Entry following = runs.ceiling(new RunKey(stream, key.first() + 1));
    long end = following == null ? Long.MAX_VALUE : following.key().first();
    Run run = arrivals.get(entry.arrival());
    if (run != null) {
      for (Kept event : run.events()) {
        if (event.position() >= position && event.position() < end) {
          ahead.add(event);
        }
      }
    }
    Kept last = ahead.peekLast();
    position = Math.max(last == null ? key.first() + 1 : last.position() + 1, position);
  }

  @Override
  public void close() {}
}

package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.bench.WrappedDisk;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.SpoolStats;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Whether memory grows while the server is away for a million readings, that is eleven days and a
 * half at one a second; the spool is full after less than half of them. Virtual time, nothing
 * forced; all else as in the agent, which asks the spool each minute how full it is.
 */
final class OutageFigure implements Figure {

  private static final int FIRST = 1_000;
  private static final int READINGS = 1_000_000;
  private static final int LOOK_EACH = 100_000;
  private static final int EVENT_BYTES = 150;
  private static final long MOST_MORE_BYTES = 5L << 20;

  /** Memory at one moment, in bytes. */
  private record Level(long heap, long resident) {

    /** Resident memory first, as it is without us; then the heap after a collection. */
    static Level now() throws IOException {
      long resident = ThisProcess.residentBytes();
      return new Level(ThisProcess.liveHeapBytes(), resident);
    }
  }

  @Override
  public void measure(Path dir, Report report) throws IOException {
    var time = new ManualTime();
    report.line(
        "readings of %d bytes, one a second; heap after a collection".formatted(EVENT_BYTES));
    try (var bench = Workbench.open(Workbench.defaults(dir), WrappedDisk.unforced(), time)) {
      Level first = new Level(0, 0);
      long mostHeap = 0;
      long mostResident = 0;
      for (int i = 1; i <= READINGS; i++) {
        bench.spool.append(Lane.READINGS, Workbench.event(EVENT_BYTES));
        time.pass(Duration.ofSeconds(1));
        bench.settle(time);
        SpoolStats stats = i % 60 == 0 || i % LOOK_EACH == 0 ? bench.spool.stats() : null;
        if (i == FIRST) {
          first = Level.now();
          say(report, i, first, bench.spool.stats());
        } else if (i % LOOK_EACH == 0 && stats != null) {
          Level level = Level.now();
          say(report, i, level, stats);
          mostHeap = Math.max(mostHeap, level.heap);
          mostResident = Math.max(mostResident, level.resident);
        }
      }
      compare(report, "heap", mostHeap - first.heap);
      compare(report, "resident memory", mostResident - first.resident);
    }
  }

  private static void say(Report report, int readings, Level level, SpoolStats stats) {
    report.line(
        "after %,9d: heap %5.2f MiB, resident %5.1f MiB, spool %4.1f MiB"
            .formatted(readings, mebi(level.heap), mebi(level.resident), mebi(stats.bytes())));
  }

  private static void compare(Report report, String what, long more) {
    report.reach(
        more <= MOST_MORE_BYTES,
        "%s within %.0f MiB of the first".formatted(what, mebi(MOST_MORE_BYTES)),
        "%+.2f MiB".formatted(mebi(more)));
  }

  private static double mebi(long bytes) {
    return bytes / (double) (1 << 20);
  }
}

package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.bench.WrappedDisk;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How much larger the files are than what is in them. Virtual time, nothing forced: the lengths of
 * files depend on neither.
 */
final class SpaceFigure implements Figure {

  private static final int READINGS = 200_000;
  private static final int EVENT_BYTES = 150;
  private static final double MOST = 1.15;

  @Override
  public void measure(Path dir, Report report) throws IOException {
    report.line("files over payload, %,d readings of %d bytes".formatted(READINGS, EVENT_BYTES));
    for (int each : new int[] {1, 100}) {
      Path folder = Folder.empty(dir.resolve("groups-of-" + each));
      write(folder, each);
      double factor = (double) Folder.bytes(folder) / ((long) READINGS * EVENT_BYTES);
      report.line("%d in each second, written each second:".formatted(each));
      report.reach(factor < MOST, "under %.2f".formatted(MOST), "%.4f".formatted(factor));
    }
  }

  private static void write(Path folder, int each) throws IOException {
    var time = new ManualTime();
    try (var bench = Workbench.open(Workbench.defaults(folder), WrappedDisk.unforced(), time)) {
      for (int i = 0; i < READINGS; i++) {
        bench.spool.append(Lane.READINGS, Workbench.event(EVENT_BYTES));
        if ((i + 1) % each == 0) {
          time.pass(Duration.ofSeconds(1));
          bench.settle(time);
        }
      }
    }
  }
}

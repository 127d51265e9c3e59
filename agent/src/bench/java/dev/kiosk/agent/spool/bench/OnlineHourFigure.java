package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What an hour online costs the flash: a reading a second, sent at once, receipted soon after.
 * Virtual time, a real disk, everything forced.
 */
final class OnlineHourFigure implements Figure {

  private static final int SECONDS = 3600;
  private static final int EVENT_BYTES = 150;
  private static final long MOST_BYTES = 100 << 10;

  @Override
  public void measure(Path dir, Report report) throws IOException {
    report.line("%,d readings of %d bytes, one a second".formatted(SECONDS, EVENT_BYTES));
    Written soon = hour(Folder.empty(dir.resolve("soon")), Duration.ofMillis(50));
    report.line("receipts after 50 ms:");
    report.reach(
        soon.counted < MOST_BYTES && soon.reached < MOST_BYTES,
        "under 100 KiB",
        "%.1f KiB counted, %.1f KiB at the file system"
            .formatted(soon.counted / 1024.0, soon.reached / 1024.0));
    Written late = hour(Folder.empty(dir.resolve("late")), Duration.ofMillis(1500));
    report.line(
        "receipts after 1.5 s, behind the flush interval: %,.1f KiB counted, %,.1f KiB at the file system"
            .formatted(late.counted / 1024.0, late.reached / 1024.0));
  }

  /**
   * Bytes written.
   *
   * @param counted by the spool
   * @param reached what this process made the kernel write, in whole pages
   */
  private record Written(long counted, long reached) {}

  private static Written hour(Path dir, Duration receiptAfter) throws IOException {
    var time = new ManualTime();
    try (var bench = Workbench.open(Workbench.defaults(dir), Disk.real(), time);
        Drain drain = bench.spool.drain()) {
      long countedBefore = bench.bytesWritten();
      long reachedBefore = ThisProcess.bytesToDisk();
      long sent = 0;
      long tick = Duration.ofMillis(50).toMillis();
      for (long millis = 0; millis < SECONDS * 1000L; millis += tick) {
        if (millis % 1000 == 0) {
          bench.spool.append(Lane.READINGS, Workbench.event(EVENT_BYTES));
        }
        long receipted = (millis - receiptAfter.toMillis()) / 1000;
        if (millis >= receiptAfter.toMillis()) {
          drain.acknowledge(Lane.READINGS, receipted + 1);
        }
        bench.settle(time);
        Batch batch = drain.read(Lane.READINGS, sent, 512, 64 << 10);
        sent = batch.end();
        time.pass(Duration.ofMillis(tick));
      }
      return new Written(
          bench.bytesWritten() - countedBefore, ThisProcess.bytesToDisk() - reachedBefore);
    }
  }
}

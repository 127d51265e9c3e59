package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.bench.WrappedDisk;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * How long {@link dev.kiosk.agent.spool.Spool#append} keeps its caller, with the disk well and with
 * one that stalls. Real time; the spool's loop writes meanwhile, and one event in a hundred is an
 * alert.
 */
final class CallerFigure implements Figure {

  private static final int EVENTS = 20_000;
  private static final int EVENT_BYTES = 150;
  private static final long EACH_NANOS = Duration.ofMillis(1).toNanos();
  private static final long STALL_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long STALL_EACH_NANOS = Duration.ofSeconds(5).toNanos();
  private static final double MOST_MILLIS = 1;

  private final Time time = Time.system();

  @Override
  public void measure(Path dir, Report report) throws IOException {
    report.line(
        "%,d events of %d bytes, about one each millisecond".formatted(EVENTS, EVENT_BYTES));
    run(Folder.empty(dir.resolve("well")), Disk.real()); // to warm up
    report.line("the disk is well:");
    say(report, run(Folder.empty(dir.resolve("well")), Disk.real()));
    report.line("a forced write takes 2 s each 5 s:");
    say(report, run(Folder.empty(dir.resolve("stalled")), stalling()));
  }

  private Disk stalling() {
    long[] lastStallNanos = {time.nanos()};
    return new WrappedDisk(
        really -> {
          if (time.nanos() - lastStallNanos[0] > STALL_EACH_NANOS) {
            lastStallNanos[0] = time.nanos();
            waitUntil(lastStallNanos[0] + STALL_NANOS);
          }
          really.run();
        });
  }

  /** How long each append took, in nanoseconds, sorted. */
  private long[] run(Path dir, Disk disk) throws IOException {
    long[] took = new long[EVENTS];
    try (var bench = Workbench.open(Workbench.defaults(dir), disk, time)) {
      var loop = new Loop("spool", bench.spool, time, Throwable::printStackTrace);
      bench.spool.onWork(loop::wake, () -> {});
      loop.start();
      for (int i = 0; i < EVENTS; i++) {
        byte[] event = Workbench.event(EVENT_BYTES);
        long before = time.nanos();
        bench.spool.append(i % 100 == 0 ? Lane.ALERTS : Lane.READINGS, event);
        took[i] = time.nanos() - before;
        waitUntil(before + EACH_NANOS);
      }
      if (!loop.close(Duration.ofSeconds(10))) {
        throw new IOException("the spool's loop did not end");
      }
      bench.failIfRefused();
    }
    Arrays.sort(took);
    return took;
  }

  private void waitUntil(long nanos) {
    for (long left = nanos - time.nanos(); left > 0; left = nanos - time.nanos()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void say(Report report, long[] sorted) {
    report.line(
        "half within %.4f ms, 99 %% within %.4f ms, all within %.3f ms"
            .formatted(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1)));
    double millis = at(sorted, 0.999);
    report.reach(millis < MOST_MILLIS, "99.9 % within 1 ms", "%.4f ms".formatted(millis));
  }

  private static double at(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }
}

package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.bench.Spread;
import dev.kiosk.agent.bench.WrappedDisk;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast readings get to disk, from the first append to the last forced write, against the same
 * bytes in large blocks with as many forced writes. One thread appends, the spool's loop writes; a
 * group is what came while the one before was written.
 */
final class AppendFigure implements Figure {

  private static final int READINGS = 200_000;
  private static final int EVENT_BYTES = 150;
  private static final int BLOCK_BYTES = 64 << 10;
  private static final int ROUNDS = 21;

  /**
   * As far as the appender runs ahead of the disk: what the spool writes at a time. It could keep 4
   * MiB in memory, but that much would say more of the agent's small heap than of the spool.
   */
  private static final int MOST_AHEAD = 4096;

  private static final int LOOK_EACH = 256;

  private static final double LEAST = 0.60;

  private final Time time = Time.system();

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    long bytes = (long) READINGS * EVENT_BYTES;
    var spooled = new ArrayList<Double>();
    var bare = new ArrayList<Double>();
    var shares = new ArrayList<Double>();
    var forces = new ArrayList<Double>();
    for (int round = -1; round < ROUNDS; round++) { // one to warm up
      var forced = new AtomicLong();
      double spool = bytes / spool(Folder.empty(dir.resolve("spool")), forced) / (1 << 20);
      double blocks = bytes / blocks(dir.resolve("blocks"), bytes, forced.get()) / (1 << 20);
      if (round >= 0) {
        spooled.add(spool);
        bare.add(blocks);
        shares.add(100 * spool / blocks);
        forces.add((double) forced.get());
      }
    }
    report.line("%,d readings of %d bytes, %d rounds".formatted(READINGS, EVENT_BYTES, ROUNDS));
    report.line("appended and forced   %s MiB/s".formatted(Spread.of(spooled).text(1)));
    report.line("blocks of 64 KiB      %s MiB/s".formatted(Spread.of(bare).text(1)));
    report.line("forced writes, each   %s".formatted(Spread.of(forces).text(0)));
    Spread share = Spread.of(shares);
    report.reach(
        share.median() >= 100 * LEAST, "%.0f %%".formatted(100 * LEAST), share.text(1) + " %");
  }

  /** Seconds until all is on disk. */
  private double spool(Path dir, AtomicLong forced) throws IOException, InterruptedException {
    SpoolConfig config = Workbench.limits(dir, 256L << 20, Duration.ZERO);
    var disk =
        new WrappedDisk(
            really -> {
              forced.incrementAndGet();
              really.run();
            });
    try (var bench = Workbench.open(config, disk, time)) {
      Thread appender = Thread.currentThread();
      var loop = new Loop("spool", bench.spool, time, Throwable::printStackTrace);
      bench.spool.onWork(loop::wake, () -> LockSupport.unpark(appender));
      forced.set(0);
      double seconds;
      try (loop) {
        loop.start();
        long began = time.nanos();
        for (int i = 0; i < READINGS; i++) {
          bench.spool.append(Lane.READINGS, Workbench.event(EVENT_BYTES));
          if (i % LOOK_EACH == 0 && i > MOST_AHEAD) {
            await(bench, i - MOST_AHEAD);
          }
        }
        await(bench, READINGS - 1);
        seconds = (time.nanos() - began) / 1e9;
      }
      bench.failIfRefused();
      return seconds;
    }
  }

  private static void await(Workbench bench, long position) {
    var place = new Spool.Place(bench.spool.id(), Lane.READINGS, position);
    while (!bench.spool.isAccepted(place)) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Seconds until all is on disk. */
  private double blocks(Path path, long bytes, long forces) throws IOException {
    Disk disk = Disk.real();
    disk.delete(path);
    var block = ByteBuffer.allocate(BLOCK_BYTES);
    try (DiskFile file = disk.open(path)) {
      long began = time.nanos();
      long forced = 0;
      for (long at = 0; at < bytes; at += BLOCK_BYTES) {
        block.clear().limit((int) Math.min(BLOCK_BYTES, bytes - at));
        file.write(block, at);
        long due = (at + BLOCK_BYTES) * forces / bytes; // spread over all of it
        for (; forced < Math.min(due, forces); forced++) {
          file.force();
        }
      }
      return (time.nanos() - began) / 1e9;
    }
  }
}

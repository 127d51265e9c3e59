package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.bench.Spread;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * How many alerts a second get to disk one by one, against how many forced writes it can do. Both
 * by turns of a few, so that what else the disk has to do slows both.
 */
final class AlertFigure implements Figure {

  private static final int ALERTS = 1000;
  private static final int TURN = 20;
  private static final int EVENT_BYTES = 150;
  private static final int ROUNDS = 15;
  private static final double LEAST = 0.80;

  private final Time time = Time.system();

  /** How long a round took, in nanoseconds. */
  private record Took(long spool, long writes) {}

  @Override
  public void measure(Path dir, Report report) throws IOException {
    var spooled = new ArrayList<Double>();
    var bare = new ArrayList<Double>();
    var shares = new ArrayList<Double>();
    for (int round = -1; round < ROUNDS; round++) { // one to warm up
      Took took = round(Folder.empty(dir.resolve("round")));
      if (round >= 0) {
        spooled.add(ALERTS * 1e9 / took.spool);
        bare.add(ALERTS * 1e9 / took.writes);
        shares.add(100.0 * took.writes / took.spool);
      }
    }
    report.line("%,d alerts of %d bytes, %d rounds".formatted(ALERTS, EVENT_BYTES, ROUNDS));
    report.line("alerts to disk        %s a second".formatted(Spread.of(spooled).text(0)));
    report.line("bare forced writes    %s a second".formatted(Spread.of(bare).text(0)));
    Spread share = Spread.of(shares);
    report.reach(
        share.median() >= 100 * LEAST, "%.0f %%".formatted(100 * LEAST), share.text(1) + " %");
  }

  private Took round(Path dir) throws IOException {
    Disk disk = Disk.real();
    long spool = 0;
    long writes = 0;
    try (var bench = Workbench.open(Workbench.defaults(dir.resolve("spool")), disk, time);
        DiskFile file = disk.open(dir.resolve("writes"))) {
      long forcedBefore = bench.counters.value(Counter.SPOOL_FORCES);
      for (int done = 0; done < ALERTS; done += TURN) {
        long began = time.nanos();
        alerts(bench);
        long between = time.nanos();
        writes(file, (long) done * EVENT_BYTES);
        spool += between - began;
        writes += time.nanos() - between;
      }
      long forced = bench.counters.value(Counter.SPOOL_FORCES) - forcedBefore;
      if (forced < ALERTS) {
        throw new IOException(forced + " forced writes for " + ALERTS + " alerts");
      }
    }
    return new Took(spool, writes);
  }

  private void alerts(Workbench bench) throws IOException {
    for (int i = 0; i < TURN; i++) {
      Spool.Place place = bench.spool.append(Lane.ALERTS, Workbench.event(EVENT_BYTES));
      while (!bench.spool.isAccepted(place)) {
        bench.spool.step(time.nanos());
        bench.failIfRefused();
      }
    }
  }

  private static void writes(DiskFile file, long from) throws IOException {
    for (int i = 0; i < TURN; i++) {
      var event = ByteBuffer.wrap(Workbench.event(EVENT_BYTES));
      file.write(event, from + (long) i * EVENT_BYTES);
      file.force();
    }
  }
}

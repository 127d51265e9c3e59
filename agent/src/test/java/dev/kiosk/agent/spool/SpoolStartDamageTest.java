package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Damage that a start meets: nothing is swallowed by it and no position comes twice. */
class SpoolStartDamageTest {

  private final SpoolBench bench = new SpoolBench();

  @Test
  void newEventsDoNotFallIntoAnOldGapWhenThePositionsAreUnreadable() throws IOException {
    bench.open();
    bench.afterKill(); // leaves open gaps at the beginning of both lanes
    bench.disk.killProcess();
    bench.disk.cut(bench.dir.resolve(Positions.FILE_NAME), 0);
    Spool spool = bench.open();
    long alert = bench.append(Lane.ALERTS, "alert");
    long reading = bench.append(Lane.READINGS, "reading");
    bench.flush();
    assertThat(bench.readAll(Lane.ALERTS, 0)).contains(alert + ":alert");
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly(reading + ":reading");
    for (Gap gap : spool.openGaps()) {
      assertThat(bench.readAll(Lane.ALERTS, gap.announcedAt()).get(0))
          .isEqualTo(
              "%d:gap %s %d %d %s"
                  .formatted(gap.announcedAt(), gap.lane(), gap.first(), gap.end(), gap.reason()));
    }
  }
}

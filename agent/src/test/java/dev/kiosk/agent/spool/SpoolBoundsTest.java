package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counter;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpoolBoundsTest {

  private final SpoolBench bench = new SpoolBench();

  @Test
  void theOldestReadingsGoFirstWhenFullAndAGapTellsOfThem() throws IOException {
    Spool spool = bench.open();
    String text = "x".repeat(1000);
    for (int i = 0; i < 6_000; i++) {
      bench.append(Lane.READINGS, text);
      if (i % 50 == 0) {
        bench.append(Lane.ALERTS, "alert " + i);
        bench.flush();
      }
    }
    bench.flush();
    SpoolStats stats = spool.stats();
    assertThat(stats.bytes()).isLessThanOrEqualTo(SpoolConfig.LEAST_BYTES);
    assertThat(stats.pressure()).isEqualTo(3);
    assertThat(bench.readAll(Lane.ALERTS, 0).stream().filter(e -> e.contains("alert")).count())
        .isEqualTo(120);
    long lost = stats.readings().lost().getOrDefault(LossReason.FULL, 0L);
    assertThat(lost).isPositive().isEqualTo(bench.counters.value(Counter.EVENTS_LOST));
    assertThat(bench.readAll(Lane.READINGS, 0)).hasSize((int) (6_000 - lost));
    assertThat(spool.openGaps().stream().mapToLong(Gap::count).sum()).isEqualTo(lost);
  }

  @Test
  void manyLossesInARowAreOneGap() throws IOException {
    Spool spool = bench.open();
    String text = "x".repeat(1000);
    for (int i = 0; i < 20_000; i++) {
      bench.append(Lane.READINGS, text);
      if (i % 50 == 0) {
        bench.flush();
      }
    }
    bench.flush();
    long lost = spool.stats().readings().lost().getOrDefault(LossReason.FULL, 0L);
    assertThat(lost).isGreaterThan(10_000);
    assertThat(spool.openGaps())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.first()).isZero();
              assertThat(gap.count()).isEqualTo(lost);
              assertThat(bench.drain().read(Lane.ALERTS, gap.announcedAt(), 1, 1000).first())
                  .isEqualTo(gap.announcedAt());
            });
    SpoolStats.LaneStats before = spool.stats().readings();
    assertThat(before.lastLostMillis().get(LossReason.FULL))
        .isLessThanOrEqualTo(bench.time.wallMillis());
    SpoolStats.LaneStats after = bench.afterStop().stats().readings();
    assertThat(after.lost()).isEqualTo(before.lost());
    assertThat(after.lastLostMillis()).isEqualTo(before.lastLostMillis());
  }

  @Test
  void aGapWhoseEventIsEvictedIsAnnouncedAgain() throws IOException {
    bench.open();
    bench.append(Lane.READINGS, "young");
    Spool spool = bench.afterKill(); // leaves gaps, told of in the first segment of alerts
    String text = "x".repeat(1000);
    for (int i = 0; i < 9_000; i++) {
      bench.append(Lane.ALERTS, text);
      if (i % 50 == 0) {
        bench.work();
      }
    }
    bench.work();
    assertThat(spool.openGaps()).anyMatch(gap -> gap.reason() == LossReason.FULL);
    for (Gap gap : spool.openGaps()) {
      Batch told = bench.drain().read(Lane.ALERTS, gap.announcedAt(), 1, 1000);
      assertThat(told.first()).as("%s", gap).isEqualTo(gap.announcedAt());
      assertThat(new String(told.events().get(0), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("gap %s %d %d %s".formatted(gap.lane(), gap.first(), gap.end(), gap.reason()));
    }
  }

  @Test
  void whatIsInFlightIsNotEvicted() throws IOException {
    Spool spool = bench.open();
    String text = "x".repeat(1000);
    for (int i = 0; i < 7_000; i++) {
      bench.append(Lane.READINGS, text);
      if (i == 500) {
        bench.drain().inFlight(Lane.READINGS, 0, 400);
      }
      if (i % 50 == 0) {
        bench.flush();
      }
    }
    assertThat(bench.readAll(Lane.READINGS, 0).get(0)).startsWith("0:");
    assertThat(spool.openGaps()).noneMatch(gap -> gap.contains(0) || gap.contains(399));
  }

  @Test
  void eventsExpireByRunningTimeNotByTheWallClock() throws IOException {
    bench.maxAge = Duration.ofDays(1);
    Spool spool = bench.open();
    bench.append(Lane.READINGS, "old");
    bench.flush();
    bench.time.stepWall(Duration.ofDays(4000));
    bench.flush();
    assertThat(bench.readAll(Lane.READINGS, 0)).containsExactly("0:old");
    bench.time.pass(Duration.ofDays(2));
    bench.flush();
    assertThat(bench.readAll(Lane.READINGS, 0)).isEmpty();
    assertThat(spool.openGaps()).anyMatch(gap -> gap.reason() == LossReason.EXPIRED);
  }
}

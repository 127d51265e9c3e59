package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reads this process, as the kernel tells of it. */
class OwnUseTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** As much as the kernel counts in its coarse ticks. */
  private static void work(Duration processorTime) {
    long end = used() + processorTime.toNanos();
    while (used() < end) {
      Thread.onSpinWait();
    }
  }

  private static long used() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  @Test
  void whatWasUsedSinceTheFirstLookIsToldInPercentOfOneProcessor() {
    var own = new OwnUse();
    own.look(0);
    assertThat(own.use().cpuPercent()).isNull();
    long before = used();
    work(Duration.ofMillis(300));
    long least = used() - before;
    own.look(10 * SECOND);
    double most = (used() - before) / 1e9 * 10 + 0.5; // a tick each before and behind
    assertThat(own.use().cpuPercent()).isBetween(least / 1e9 * 10 - 0.5, most);
    assertThat(own.use().residentBytes()).isGreaterThan(10_000_000L);
  }

  @Test
  void looksThatFollowSoonCostNothing() {
    var own = new OwnUse();
    own.look(0);
    work(Duration.ofMillis(50));
    own.look(4 * SECOND);
    assertThat(own.use().cpuPercent()).isNull();
  }
}

package dev.kiosk.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.LockedException;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryDiskTest {

  private final MemoryDisk disk = new MemoryDisk();
  private final ManualTime time = new ManualTime();

  private Spool open() throws IOException {
    var config =
        new SpoolConfig(
            Path.of("/spool"),
            SpoolConfig.LEAST_BYTES,
            Duration.ofDays(1),
            Duration.ofSeconds(1),
            "fleet/F1");
    var on = new Spool.Surroundings(disk, time, new Counters(), new SplittableRandom(1));
    return Spool.open(
        config, on, gap -> List.of(gap.reason().wireName().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aKilledProcessFindsItsSpoolAgain() throws IOException {
    Spool killed = open();
    for (int i = 0; i < 100; i++) {
      killed.append(Lane.ALERTS, ("alert " + i).getBytes(StandardCharsets.UTF_8));
      killed.step(time.nanos());
    }
    disk.processGone();

    try (Spool again = open()) {
      assertThat(again.id()).isEqualTo(killed.id());
      assertThat(again.stats().alerts().held()).isGreaterThanOrEqualTo(100);
      var first = again.drain().read(Lane.ALERTS, 0, 1, 1000).events().get(0);
      assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("alert 0");
    }
  }

  @Test
  void aRunningAgentKeepsOthersOut() throws IOException {
    try (Spool running = open()) {
      assertThat(running.refusing()).isEmpty();
      assertThatThrownBy(this::open).isInstanceOf(LockedException.class);
    }
  }
}

package dev.kiosk.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counter;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Events that come faster than a kiosk ever makes them: the writer is told in time. */
class SpoolPaceTest {

  private static final String EVENT = "x".repeat(1_000);

  private final SpoolBench bench = new SpoolBench();

  /** Appends without letting time pass; the writer works only when it is woken. */
  private void append(int count) throws IOException {
    var woken = new boolean[1];
    Spool spool = bench.spool();
    spool.onWork(() -> woken[0] = true, () -> {});
    for (int i = 0; i < count; i++) {
      bench.append(Lane.READINGS, EVENT);
      if (woken[0]) {
        woken[0] = false;
        bench.work();
      }
    }
  }

  @Test
  void aBlockOfPositionsIsRenewedBeforeItRunsOut() throws IOException {
    bench.open();
    bench.work();
    for (int i = 0; i < 20; i++) {
      append(1_000);
      long next = bench.spool().next(Lane.READINGS);
      Batch last = bench.drain().read(Lane.READINGS, next - 1, 1, 1 << 20);
      assertThat(last.isEmpty()).as("the newest of %d can be read", next).isFalse();
      bench.drain().acknowledge(Lane.READINGS, next - 1); // so that something always waits
    }
  }

  @Test
  void aGroupIsWrittenEarlyRatherThanDroppedFromAFullMemory() throws IOException {
    bench.maxBytes = 64 << 20;
    bench.open();
    bench.work();
    append(20_000);
    bench.flush();
    assertThat(bench.counters.value(Counter.EVENTS_LOST)).isZero();
    assertThat(bench.spool().stats().readings().held()).isEqualTo(20_000);
  }
}

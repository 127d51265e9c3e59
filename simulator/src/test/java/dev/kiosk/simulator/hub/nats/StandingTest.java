package dev.kiosk.simulator.hub.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Entry;
import dev.kiosk.simulator.hub.store.Store.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandingTest {

  private static final SpoolId SPOOL = new SpoolId("acme", "T1-K017", "spool");

  record Plain(long ts, String json, @Nullable Gap gap) implements Entry {}

  private static Batch batch(String lane, long first, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new Plain(i, "{}", null));
    }
    return new Batch(SPOOL, lane, first, entries);
  }

  private static Standing.Step step(Standing standing, Batch batch) {
    Standing.Step step = standing.with(batch);
    if (step == null) {
      throw new AssertionError("refused");
    }
    return step;
  }

  private static Standing with(Standing standing, Batch batch) {
    return step(standing, batch).after();
  }

  @Test
  void aHeaderReadsAsItIsDrawn() {
    Standing standing = with(Standing.NONE, batch("alerts", 0, 12));
    standing = with(standing, batch("readings", 0, 7));
    standing = with(standing, batch("readings", 10, 5));
    standing = with(standing, batch("readings", 25, 1));
    assertThat(standing.header()).isEqualTo("alerts 12 12;readings 7 13 3 5 10 1");
    assertThat(Standing.parse(null)).isEqualTo(Standing.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverStandsInAHeaderReadsBack(long seed) {
    Random random = new Random(seed);
    Standing standing = Standing.NONE;
    for (int i = 0; i < 200; i++) {
      String lane = random.nextBoolean() ? "alerts" : "readings";
      standing = with(standing, batch(lane, random.nextInt(3000), 1 + random.nextInt(5)));
      assertThat(Standing.parse(standing.header())).isEqualTo(standing);
    }
  }

  @Test
  void aGapMovesTheLaneThatItNames() {
    Entry gap = new Plain(1, "{}", new Gap("readings", 0, 9));
    Standing.Step step = step(Standing.NONE, new Batch(SPOOL, "alerts", 0, List.of(gap)));
    assertThat(step.done().nexts()).containsEntry("alerts", 1L).containsEntry("readings", 9L);
    assertThat(step.after().lane("readings").stored()).isZero();
  }

  @Test
  void moreHolesThanAHeaderHoldsAreRefused() {
    Standing standing = Standing.NONE;
    long far = 1L << 40;
    for (int i = 1; ; i++) {
      Standing.Step step = standing.with(batch("readings", i * far, 1));
      if (step == null) {
        assertThat(i).isGreaterThan(2000);
        return;
      }
      standing = step.after();
    }
  }
}

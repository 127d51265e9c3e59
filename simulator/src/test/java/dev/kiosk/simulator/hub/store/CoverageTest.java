package dev.kiosk.simulator.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.store.Coverage.Range;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {

  @Test
  void rangesInOrderMoveNext() {
    assertThat(Coverage.EMPTY.with(new Range(0, 3)).with(new Range(3, 4)))
        .isEqualTo(new Coverage(4, List.of()));
  }

  @Test
  void aRangeAboveNextIsAnIslandUntilTheHoleIsFilled() {
    Coverage open = Coverage.EMPTY.with(new Range(5, 8));
    assertThat(open).isEqualTo(new Coverage(0, List.of(new Range(5, 8))));
    assertThat(open.missing()).isEqualTo(5);
    assertThat(open.with(new Range(0, 6))).isEqualTo(new Coverage(8, List.of()));
  }

  @Test
  void islandsThatTouchBecomeOne() {
    Coverage three =
        Coverage.EMPTY.with(new Range(2, 4)).with(new Range(8, 9)).with(new Range(20, 30));
    assertThat(three.with(new Range(4, 8)).islands())
        .containsExactly(new Range(2, 9), new Range(20, 30));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheOrderItAgreesWithAListOfSinglePositions(long seed) {
    Random random = new Random(seed);
    Coverage coverage = Coverage.EMPTY;
    BitSet model = new BitSet();
    for (int i = 0; i < 300; i++) {
      int first = random.nextInt(500);
      int end = first + 1 + random.nextInt(6);
      coverage = coverage.with(new Range(first, end));
      model.set(first, end);
      assertThat(coverage.next()).as("seed %d, step %d", seed, i).isEqualTo(model.nextClearBit(0));
      long settled = coverage.next();
      for (Range island : coverage.islands()) {
        assertThat(model.nextClearBit((int) island.first())).isEqualTo((int) island.end());
        settled += island.end() - island.first();
      }
      assertThat(settled).isEqualTo(model.cardinality());
      assertThat(coverage.missing()).isEqualTo(model.length() - model.cardinality());
    }
  }
}

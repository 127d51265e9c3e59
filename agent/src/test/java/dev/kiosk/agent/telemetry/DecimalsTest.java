package dev.kiosk.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.0",
    "-0.04, 1, 0.0",
    "-0.06, 1, -0.1",
    "12.25, 1, 12.3",
    "9.96, 1, 10.0",
    "0.004, 2, 0.00",
    "0.07, 2, 0.07",
    "99.995, 2, 100.00",
    "-41.5, 1, -41.5",
    "1e300, 1, 1.0E300",
    "NaN, 1, NaN"
  })
  void aNumberHasItsPlacesBehindThePoint(double value, int places, String text) {
    assertThat(Decimals.fixed(value, places)).isEqualTo(text);
  }

  /** Java's own formatting is slow to load, not wrong. */
  @Test
  void itIsWhatJavaWouldWrite() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      double value = Math.rint(random.nextDouble() * 1e7) / 1000 + 0.0003;
      assertThat(Decimals.fixed(value, 1)).isEqualTo(String.format(Locale.ROOT, "%.1f", value));
      assertThat(Decimals.fixed(-value, 2)).isEqualTo(String.format(Locale.ROOT, "%.2f", -value));
      long whole = random.nextLong() >> random.nextInt(63);
      assertThat(Decimals.grouped(whole)).isEqualTo(String.format(Locale.ROOT, "%,d", whole));
    }
  }
}

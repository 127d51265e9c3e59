package dev.kiosk.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  private final Latencies latencies = new Latencies();

  @Test
  void percentilesAreRightWithinASixteenth() {
    for (int millis = 1; millis <= 1000; millis++) {
      latencies.add(millis * 1_000_000L);
    }

    assertThat(latencies.millis(0.5)).isCloseTo(500, Percentage.withPercentage(7));
    assertThat(latencies.millis(0.99)).isCloseTo(990, Percentage.withPercentage(7));
    assertThat(latencies.mostMillis()).isEqualTo(1000);
    assertThat(latencies.millis(1)).isEqualTo(1000);
  }

  @Test
  void noneIsLongerThanTheLongest() {
    latencies.add(3_000_000);
    latencies.add(0);

    assertThat(latencies.millis(1)).isEqualTo(3);
    assertThat(latencies.millis(0.5)).isCloseTo(0, within(0.001));
  }

  @Test
  void whatWasTakenIsNotCountedAgain() {
    latencies.add(5_000_000);
    Latencies taken = latencies.take();
    latencies.add(7_000_000);
    taken.add(latencies);

    assertThat(latencies.count()).isEqualTo(1);
    assertThat(taken.count()).isEqualTo(2);
    assertThat(taken.mostMillis()).isEqualTo(7);
  }
}

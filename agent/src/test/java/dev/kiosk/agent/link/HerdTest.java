package dev.kiosk.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand kiosks and a server that comes back: they do not trample it. */
class HerdTest {

  private static final int KIOSKS = 10_000;
  private static final int HANDSHAKES = 500;

  @ParameterizedTest
  @ValueSource(longs = {2, 20, 600})
  void fromTheTenthSecondOnUnderAQuarterTriesInAnySecondAndAllAreBackInAMinute(long outage) {
    for (long seed = 1; seed <= 5; seed++) {
      Herd herd = new Herd(KIOSKS, HANDSHAKES, seed).outage(Duration.ofSeconds(outage));
      assertThat(herd.mostPercentInASecond(10)).as("seed %d", seed).isLessThan(25);
      assertThat(herd.allBackAfterSeconds() - outage).as("seed %d", seed).isLessThan(60);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 9, 11, 20, 60, 600})
  void theSameHoldsForAServerThatTakesAllAtOnce(long outage) {
    Herd herd = new Herd(KIOSKS, Integer.MAX_VALUE, 1).outage(Duration.ofSeconds(outage));
    assertThat(herd.mostPercentInASecond(10)).isLessThan(25);
    assertThat(herd.allBackAfterSeconds() - outage).isLessThan(11);
  }
}

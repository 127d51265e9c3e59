package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DebounceTest {

  private long nowNanos = 1;

  /**
   * Feeds the same sample each {@code every} until the condition changes; returns how many it took,
   * at most 1000.
   */
  private int samplesUntilChange(Debounce debounce, boolean shown, Duration every) {
    for (int n = 1; n <= 1000; n++) {
      nowNanos += every.toNanos();
      if (debounce.sample(shown, nowNanos)) {
        return n;
      }
    }
    return Integer.MAX_VALUE;
  }

  private static Debounce of(Condition condition) {
    return new Debounce(Rule.of(condition), false);
  }

  @Test
  void aDoorIsBelievedAtOnceSinceItsLineIsFilteredWhereItIsRead() {
    Debounce debounce = of(Condition.ENCLOSURE_OPEN);
    assertThat(samplesUntilChange(debounce, true, Duration.ofSeconds(30))).isEqualTo(1);
    assertThat(samplesUntilChange(debounce, false, Duration.ofSeconds(30))).isEqualTo(1);
  }

  @Test
  void anEmptyRollNeedsTwoSamplesAndEndsAfterTwoGoodOnesAndFiveSeconds() {
    Debounce debounce = of(Condition.MEDIA_OUT);
    assertThat(samplesUntilChange(debounce, true, Duration.ofSeconds(1))).isEqualTo(2);
    assertThat(samplesUntilChange(debounce, false, Duration.ofSeconds(1))).isEqualTo(6);
    assertThat(samplesUntilChange(debounce, true, Duration.ofSeconds(30))).isEqualTo(2);
    assertThat(samplesUntilChange(debounce, false, Duration.ofSeconds(30))).isEqualTo(2);
  }

  @Test
  void oneOddSampleChangesNothing() {
    Debounce debounce = of(Condition.COVER_OPEN);
    for (int i = 0; i < 5; i++) {
      nowNanos += Duration.ofMinutes(3).toNanos();
      assertThat(debounce.sample(true, nowNanos)).isFalse();
      nowNanos += Duration.ofMinutes(3).toNanos();
      assertThat(debounce.sample(false, nowNanos)).isFalse();
    }
    assertThat(debounce.raised()).isFalse();
  }

  @Test
  void nearlyEmptyNeedsAMinuteAndEndsOnlyAfterARollChange() {
    Debounce debounce = of(Condition.MEDIA_LOW);
    assertThat(samplesUntilChange(debounce, true, Duration.ofSeconds(10))).isEqualTo(7);
    assertThat(samplesUntilChange(debounce, false, Duration.ofSeconds(10)))
        .isEqualTo(Integer.MAX_VALUE);
    debounce.refill(); // the cover is opened
    assertThat(samplesUntilChange(debounce, false, Duration.ofSeconds(10))).isEqualTo(13);
  }

  @Test
  void absenceNeedsThreeSecondsAndPresenceTen() {
    Debounce debounce = of(Condition.DEVICE_ABSENT);
    assertThat(samplesUntilChange(debounce, true, Duration.ofSeconds(2))).isEqualTo(3);
    assertThat(samplesUntilChange(debounce, false, Duration.ofSeconds(2))).isEqualTo(6);
  }

  @Test
  void silenceNeedsThreeProbesAndTwoGoodOnes() {
    Debounce debounce = of(Condition.NOT_RESPONDING);
    assertThat(samplesUntilChange(debounce, true, Duration.ofMillis(500))).isEqualTo(3);
    assertThat(samplesUntilChange(debounce, false, Duration.ofMillis(500))).isEqualTo(2);
  }

  @Test
  void aPortInUseHoldsAtOnce() {
    Debounce debounce = of(Condition.PORT_IN_USE);
    assertThat(samplesUntilChange(debounce, true, Duration.ofSeconds(30))).isEqualTo(1);
    assertThat(samplesUntilChange(debounce, false, Duration.ofSeconds(30))).isEqualTo(1);
  }

  @Test
  void whatComesAndGoesTooOftenStaysRaisedUntilItIsQuietForTenMinutes() {
    var debounce = new Debounce(Rule.samples(1, 1), false);
    int changes = 0;
    for (int i = 0; i < 40; i++) {
      nowNanos += Duration.ofSeconds(10).toNanos();
      changes += debounce.sample(i % 2 == 0, nowNanos) ? 1 : 0;
    }
    assertThat(debounce.flapping()).isTrue();
    assertThat(debounce.raised()).isTrue();
    assertThat(changes).isLessThan(9);
    assertThat(samplesUntilChange(debounce, false, Duration.ofSeconds(10))).isBetween(55, 62);
    assertThat(debounce.flapping()).isFalse();
  }

  /** Two samples show it and two do not, so often: each is just believed. */
  private void comeAndGo(Debounce debounce, int times) {
    for (int i = 0; i < 4 * times; i++) {
      nowNanos += Duration.ofSeconds(5).toNanos();
      debounce.sample(i % 4 < 2, nowNanos);
    }
  }

  @Test
  void samplesThatNobodyBelievesMakeNothingFlap() {
    Debounce debounce = of(Condition.COVER_OPEN);
    for (int i = 0; i < 40; i++) {
      nowNanos += Duration.ofSeconds(10).toNanos();
      assertThat(debounce.sample(i % 2 == 0, nowNanos)).isFalse();
    }
    assertThat(debounce.flapping()).isFalse();
    assertThat(debounce.raised()).isFalse();
  }

  @Test
  void oneOddSampleRaisesNothingThatWasShownOftenBefore() {
    Debounce debounce = of(Condition.COVER_OPEN);
    comeAndGo(debounce, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(debounce.sample(true, nowNanos += Duration.ofSeconds(10).toNanos())).isFalse();
      assertThat(debounce.sample(false, nowNanos += Duration.ofSeconds(10).toNanos())).isFalse();
    }
    assertThat(debounce.raised()).isFalse();
    assertThat(debounce.flapping()).isFalse();
  }

  @Test
  void theSeventhChangeMakesItFlapAndStayRaised() {
    Debounce debounce = of(Condition.COVER_OPEN);
    comeAndGo(debounce, 3);
    assertThat(debounce.flapping()).isFalse();
    assertThat(samplesUntilChange(debounce, true, Duration.ofSeconds(5))).isEqualTo(2);
    assertThat(debounce.flapping()).isTrue();
    for (int i = 0; i < 20; i++) {
      nowNanos += Duration.ofSeconds(5).toNanos();
      assertThat(debounce.sample(i % 8 < 4, nowNanos)).isFalse();
    }
    assertThat(debounce.raised()).isTrue();
  }

  @Test
  void aChangeThatIsHeldBackIsAChangeToo() {
    var debounce = new Debounce(Rule.of(Condition.COVER_OPEN), true);
    comeAndGo(debounce, 4); // raised already the first time, so the seventh change is an end
    assertThat(debounce.raised()).isTrue();
    assertThat(debounce.flapping()).isTrue();
    for (int i = 0; i < 7; i++) { // each five minutes something is believed
      Duration part = Duration.ofSeconds(75);
      for (int j = 0; j < 4; j++) {
        nowNanos += part.toNanos();
        assertThat(debounce.sample(i % 2 == 0, nowNanos)).isFalse();
      }
    }
    assertThat(debounce.flapping()).isTrue();
  }

  @Test
  void oneOddSampleDoesNotProlongFlapping() {
    Debounce debounce = of(Condition.COVER_OPEN);
    comeAndGo(debounce, 3);
    samplesUntilChange(debounce, true, Duration.ofSeconds(5));
    assertThat(debounce.flapping()).isTrue();
    Duration second = Duration.ofSeconds(1);
    int quiet = 0;
    while (debounce.raised() && quiet < 1000) {
      nowNanos += second.toNanos();
      debounce.sample(quiet == 300, nowNanos); // one bad sample in the middle
      quiet++;
    }
    assertThat(quiet).isBetween(600, 610);
    assertThat(debounce.flapping()).isFalse();
  }

  @Test
  void aConfiguredNumberOfSamplesReplacesTheWholeRule() {
    var debounce = new Debounce(Rule.samples(1, 4), false);
    assertThat(samplesUntilChange(debounce, true, Duration.ofMillis(1))).isEqualTo(1);
    assertThat(samplesUntilChange(debounce, false, Duration.ofMillis(1))).isEqualTo(4);
  }
}

package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitTest {

  private static Limit.Acked acked(long number, String cid, double pct) {
    return new Limit.Acked(number, 0, "ana", cid, pct, 90.0);
  }

  private static Limit set(long number, String cid, double pct) {
    return Limit.UNKNOWN.sent(number, cid).acked(acked(number, cid, pct), number);
  }

  @Test
  void nothingIsKnownBeforeTheFirstAck() {
    assertThat(Limit.UNKNOWN.isKnown()).isFalse();
    assertThat(Limit.UNKNOWN.sent(1, "a").refused(1).isKnown()).isFalse();
    assertThat(set(1, "a", 85).isKnown()).isTrue();
  }

  @Test
  void aRefusalLeavesWhatHeldBefore() {
    Limit before = set(1, "a", 85);
    assertThat(before.sent(2, "b").refused(2)).isEqualTo(before);
  }

  @Test
  void anAckSettlesWhatWasSentBeforeItAndNotWhatWasSentAfter() {
    Limit limit = Limit.UNKNOWN.sent(1, "a").sent(2, "b").sent(3, "c");
    Limit after = limit.acked(acked(2, "b", 80), 2);
    assertThat(after.isKnown()).isTrue();
    assertThat(after.open()).containsOnlyKeys(3L);
  }

  @Test
  void anAckThatComesAfterThatOfALaterCommandLeavesBothInDoubt() {
    Limit limit = set(2, "b", 80).acked(acked(1, "a", 85), 1);
    assertThat(limit.isKnown()).isFalse();
    assertThat(limit.sent(3, "c").acked(acked(3, "c", 70), 3).isKnown()).isTrue();
  }

  @Test
  void aCommandAskedAgainAfterAnotherOneMayHaveBeenCarriedOutTheFirstTime() {
    Limit afterAnother = Limit.UNKNOWN.sent(1, "a").sent(2, "b").acked(acked(2, "b", 80), 2);
    assertThat(afterAnother.sent(3, "a").acked(acked(3, "a", 85), 1).isKnown()).isFalse();
    Limit withAnotherOpen = Limit.UNKNOWN.sent(1, "a").sent(2, "b").sent(3, "a");
    assertThat(withAnotherOpen.acked(acked(3, "a", 85), 1).isKnown()).isFalse();
    Limit alone = Limit.UNKNOWN.sent(1, "a").sent(2, "a");
    assertThat(alone.acked(acked(2, "a", 85), 1).isKnown()).isTrue();
  }

  @Test
  void soManyOpenCommandsThatOneIsForgottenLeaveADoubt() {
    Limit limit = set(0, "z", 85);
    for (int i = 1; i <= 40; i++) {
      limit = limit.sent(i, "c" + i);
    }
    assertThat(limit.open()).hasSizeLessThan(40);
    assertThat(limit.isKnown()).isFalse();
  }
}

package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadersTest {

  private final Readers readers = new Readers();

  @Test
  void oneTenantMayHaveHalfOfThePlaces() {
    for (int i = 0; i < 4; i++) {
      assertThat(readers.enter("acme")).isTrue();
    }
    assertThat(readers.enter("acme")).isFalse();
    readers.leave("acme");
    assertThat(readers.enter("acme")).isTrue();
  }

  @Test
  void twoTenantsThatTakeAllTheyCanLeaveThreePlacesToOthers() {
    for (int i = 0; i < 8; i++) {
      readers.enter("acme");
      readers.enter("other");
    }
    assertThat(readers.enter("third")).isTrue();
    assertThat(readers.enter("third")).isFalse();
    assertThat(readers.enter("fourth")).isTrue();
    assertThat(readers.enter("fifth")).isTrue();
  }

  @Test
  void allTogetherAreNotMoreThanThereAreThreadsFor() {
    for (int i = 0; i < 8; i++) {
      assertThat(readers.enter("tenant-" + i)).isTrue();
    }
    assertThat(readers.enter("late")).isFalse();
    readers.leave("tenant-3");
    assertThat(readers.enter("late")).isTrue();
  }
}

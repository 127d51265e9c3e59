package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadersTest {

  private final Readers readers = new Readers();

  @Test
  void oneTenantDoesNotKeepOutAnother() {
    for (int i = 0; i < 4; i++) {
      assertThat(readers.enter("acme")).isTrue();
    }
    assertThat(readers.enter("acme")).isFalse();
    assertThat(readers.enter("other")).isTrue();
    readers.leave("acme");
    assertThat(readers.enter("acme")).isTrue();
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

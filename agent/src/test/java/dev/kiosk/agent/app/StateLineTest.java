package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.status.Examples;
import org.junit.jupiter.api.Test;

class StateLineTest {

  @Test
  void aHealthyKioskIsSaidToBeWellAndConnected() {
    assertThat(StateLine.of(Examples.healthy()))
        .isEqualTo("All is well: 2 devices ready; server connected");
  }

  @Test
  void theWorstProblemIsNamedWithoutItsAge() {
    assertThat(StateLine.of(Examples.troubled()))
        .isEqualTo(
            "7 problems; the first: cannot print bag tags: the paper has run out; server not connected");
  }

  @Test
  void whoWorksOnTheKioskIsTold() {
    assertThat(StateLine.of(Examples.serviced(Examples.healthy(), "Anna")))
        .isEqualTo("All is well: 2 devices ready; server connected; Anna works on the kiosk");
  }
}

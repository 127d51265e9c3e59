package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.status.Examples;
import java.util.ArrayDeque;
import java.util.List;
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

  @Test
  void theLineFollowsTheSnapshot() {
    var snapshots = new ArrayDeque<>(List.of(Examples.troubled(), Examples.healthy()));
    var line = new StateLine(snapshots::element);

    assertThat(line.get()).isEqualTo(StateLine.of(Examples.troubled())).isEqualTo(line.get());
    snapshots.remove();
    assertThat(line.get()).isEqualTo(StateLine.of(Examples.healthy()));
  }
}

package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.simulator.hub.HubTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private final Backlog backlog = new Backlog(disk, new HubTime(() -> 0L, () -> 0L), 10_000);

  @AfterEach
  void end() {
    disk.shutdownNow();
  }

  @Test
  void whatFailsWithAnErrorDoesNotHoldUpWhatComesAfterIt() throws Exception {
    Backlog.Job noMemory =
        () -> {
          throw new OutOfMemoryError("so the test says");
        };
    assertThatThrownBy(() -> backlog.addAndWait(noMemory))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(Backlog.LateException.class)
        .hasMessageContaining("so the test says");
    List<String> done = new ArrayList<>();
    backlog.addLater(noMemory);
    backlog.addAndWait(() -> done.add("next"));
    assertThat(done).containsExactly("next");
    assertThat(backlog.behindMillis()).isZero();
  }
}

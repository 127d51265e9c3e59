package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.simulator.hub.HubTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class JournalTest {

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it has a file that cannot be made safe")
  void whatCouldNotBeMadeSafeIsTriedAgain() throws Exception {
    ExecutorService disk = Executors.newSingleThreadExecutor();
    try {
      var backlog = new Backlog(disk, new HubTime(() -> 0L, () -> 0L), 10_000);
      Journal journal = Journal.open(Path.of("/dev/null"), backlog);
      journal.sync(); // nothing is to be made safe
      journal.add("a line");
      assertThatThrownBy(journal::sync).isInstanceOf(IOException.class);
      assertThatThrownBy(journal::sync).isInstanceOf(IOException.class);
    } finally {
      disk.shutdownNow();
    }
  }
}

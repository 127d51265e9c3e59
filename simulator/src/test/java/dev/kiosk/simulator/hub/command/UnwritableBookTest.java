package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubEvents;
import dev.kiosk.simulator.hub.HubTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnwritableBookTest {

  private static final HostId HOST = new HostId("acme", "T1-K017");

  private final List<Command> sent = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final List<String> outcomes = new ArrayList<>();

  private final Asker ana =
      new Asker() {
        @Override
        public String who() {
          return "ana";
        }

        @Override
        public void answered(Answer answer) {
          answers.add(answer.json());
        }
      };

  @Test
  void aCommandThatCannotBeWrittenDownIsNotSent(@TempDir Path dir) throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    CommandBook book = CommandBook.open(dir, new HubTime(() -> 0L, () -> 0L));
    try {
      var relay =
          new CommandRelay(
              host -> sent::add,
              book,
              timer,
              Duration.ofMinutes(1),
              new CommandRelay.Watch(HubEvents.NONE, outcomes::add));
      relay.relay(new Command(HOST, "c1", Command.SET, "cpu", 85.0, "{}"), ana);
      assertThat(sent).extracting(Command::cid).containsExactly("c1");
      book.close(); // as good as a disk that refuses
      relay.relay(new Command(HOST, "c2", Command.SET, "cpu", 85.0, "{}"), ana);
      assertThat(sent).hasSize(1);
      assertThat(answers)
          .singleElement()
          .asString()
          .contains("\"cid\":\"c2\"", "storage-failed: the hub cannot write down who asks");
      relay.answered(HOST, new Answer("c1", null, 90.0, "{\"kind\":\"ack\"}"));
      assertThat(answers).as("an answer arrives all the same").hasSize(2);
      assertThat(outcomes).containsExactly("storage-failed", "ack");
      assertThat(book.audit("acme", null, 10)).contains("\"cid\":\"c1\"").doesNotContain("c2");
    } finally {
      timer.shutdownNow();
    }
  }
}

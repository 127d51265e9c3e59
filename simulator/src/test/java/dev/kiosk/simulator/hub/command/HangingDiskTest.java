package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubEvents;
import dev.kiosk.simulator.hub.HubTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The relay with a book whose disk does not answer: its thread is held up by the test. */
@Timeout(60)
class HangingDiskTest {

  private static final HostId HOST = new HostId("acme", "T1-K017");
  private static final HubTime TIME = new HubTime(System::nanoTime, System::currentTimeMillis);
  private static final long PATIENCE_MILLIS = 200;

  private final List<String> sent = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final List<String> outcomes = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private final CountDownLatch mended = new CountDownLatch(1);
  private Path folder;
  private Path file;
  private CommandBook book;
  private CommandRelay relay;

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

  @BeforeEach
  void open(@TempDir Path dir) throws Exception {
    folder = dir;
    file = dir.resolve("audit.jsonl");
    book = CommandBook.open(dir, TIME, new Backlog(disk, TIME, PATIENCE_MILLIS));
    relay =
        new CommandRelay(
            host -> command -> sent.add(command.cid()),
            book,
            timer,
            Duration.ofMinutes(1),
            new CommandRelay.Watch(HubEvents.NONE, outcomes::add));
  }

  @AfterEach
  void close() {
    mended.countDown();
    timer.shutdownNow();
    book.close();
  }

  private void hang() throws InterruptedException {
    var hangs = new CountDownLatch(1);
    disk.execute(
        () -> {
          hangs.countDown();
          try {
            mended.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
    hangs.await();
  }

  private void ask(String cid) {
    relay.relay(new Command(HOST, cid, Command.SET, "cpu", 85.0, cid), ana);
  }

  private void ack(String cid) {
    relay.answered(HOST, new Answer(cid, null, 90.0, "{\"kind\":\"ack\",\"cid\":\"" + cid + "\"}"));
  }

  @Test
  void anAnswerIsPassedOnAndItsOutcomeIsWrittenDownWhenTheDiskGoesOn() throws Exception {
    ask("c1");
    ask("c2");
    assertThat(book.behindMillis()).isZero();
    hang();
    ack("c1");
    assertThat(answers).singleElement().asString().contains("ack", "c1");
    assertThat(book.behindMillis()).isPositive();
    ack("c2");
    assertThat(answers).hasSize(2);
    assertThat(Files.readString(file)).doesNotContain("\"outcome\":\"ack\"");

    mended.countDown();

    await().until(() -> book.behindMillis() == 0);
    assertThat(Files.readAllLines(file))
        .filteredOn(line -> line.contains("\"outcome\":\"ack\""))
        .hasSize(2);
  }

  @Test
  void aCommandThatCannotBeWrittenDownInTimeIsNotSentNowOrLater() throws Exception {
    hang();
    ask("c1");
    ask("c2"); // and this one does not wait again
    assertThat(sent).isEmpty();
    assertThat(answers)
        .hasSize(2)
        .allMatch(answer -> answer.contains("storage-failed: the hub cannot write down who asks"));
    assertThat(outcomes).containsExactly("storage-failed", "storage-failed");

    mended.countDown();

    await().until(() -> book.behindMillis() == 0);
    assertThat(sent).isEmpty();
    assertThat(book.audit("acme", null, 10))
        .contains("\"cid\":\"c1\"", "\"outcome\":\"storage-failed\"")
        .doesNotContain("waiting", "c2");
    ask("c3");
    assertThat(sent).containsExactly("c3");
    assertThat(Files.readString(file)).contains("\"cid\":\"c3\"");
  }

  @Test
  void aRefusalThatIsWrittenDownLateKeepsItsNumberForItself() throws Exception {
    hang();
    Command offline = new Command(HOST, "c1", Command.SET, "cpu", 85.0, "{}");
    assertThat(book.refused(offline, "ana", Answer.nack("c1", "offline: none")))
        .isCompletedExceptionally();
    mended.countDown();
    await().until(() -> book.behindMillis() == 0);
    ask("c2");
    ack("c2");
    String audit = book.audit("acme", null, 10);
    assertThat(audit)
        .as("as the asker was told")
        .containsSubsequence("c2", "\"outcome\":\"ack\"", "c1", "\"outcome\":\"storage-failed\"");
    book.close();
    try (CommandBook again = CommandBook.open(folder, TIME)) {
      assertThat(again.audit("acme", null, 10)).isEqualTo(audit);
    }
  }

  @Test
  void closingDoesNotWaitForEver() throws Exception {
    hang();
    ask("c1");
    book.close();
    assertThat(book.behindMillis()).isPositive();
  }
}

package dev.kiosk.agent.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.time.ManualTime;
import dev.kiosk.agent.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;

class StderrWriterTest {

  private final ManualTime time = new ManualTime();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.US_ASCII);
  private final StderrWriter journal =
      new StderrWriter(() -> out, true, time, Duration.ofSeconds(60));
  private final StderrWriter terminal =
      new StderrWriter(() -> out, false, time, Duration.ofSeconds(60));

  private static LogEntry entry(Level level, String message, @Nullable Throwable failure) {
    return new LogEntry(null, null, null, null, null, null, -1, null, level, message, failure);
  }

  private static LogEntry info(String message) {
    return entry(Level.INFO, message, null);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void theJournalIsGivenPrioritiesAndNoTime() {
    journal.write(entry(Level.ERROR, "the server refuses this kiosk", null));
    journal.write(entry(Level.WARN, "400 readings dropped", null));
    journal.write(info("Connected – 61 °C"));
    journal.write(entry(Level.DEBUG, "detail", null));
    assertThat(lines())
        .containsExactly(
            "<3>the server refuses this kiosk",
            "<4>400 readings dropped",
            "<6>Connected – 61 °C",
            "<7>detail");
  }

  @Test
  void peopleAreGivenTheTimeOfDayAndTheLevel() {
    terminal.write(entry(Level.WARN, "400 readings dropped", null));
    assertThat(lines())
        .singleElement()
        .asString()
        .matches("[0-2][0-9]:[0-5][0-9]:[0-5][0-9] warning: 400 readings dropped");
  }

  @Test
  void eachLineOfATraceHasThePriority() {
    journal.write(entry(Level.ERROR, "The link failed", new IllegalStateException("a\nb")));
    assertThat(lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("<3>"));
    assertThat(lines().subList(0, 3))
        .containsExactly("<3>The link failed", "<3>java.lang.IllegalStateException: a", "<3>b");
    assertThat(lines().get(3)).startsWith("<3>  at dev.kiosk.agent.log.StderrWriterTest.");
  }

  @Test
  void whatADeviceSaysForgesNoLineAndMovesNoCursor() {
    journal.write(info("model \u001b[2J\r\n<0>panic\u202e"));
    journal.write(info("x".repeat(100_000)));
    assertThat(lines()).first().isEqualTo("<6>model  [2J <0>panic");
    assertThat(lines()).hasSize(2).last().asString().hasSizeLessThan(4100);
  }

  @Test
  void aRepeatedLineIsCountedUntilAnotherComes() {
    for (int i = 0; i < 38; i++) {
      journal.write(info("a frame was ignored"));
      time.pass(Duration.ofSeconds(1));
    }
    journal.write(info("connection lost"));
    journal.write(info("a frame was ignored"));
    assertThat(lines())
        .containsExactly(
            "<6>a frame was ignored",
            "<6>the last line came 37 times more in 38 s",
            "<6>connection lost",
            "<6>a frame was ignored");
  }

  @Test
  void theSameTextOfAnotherLevelIsAnotherLine() {
    journal.write(info("the disk"));
    journal.write(entry(Level.ERROR, "the disk", null));
    assertThat(lines()).containsExactly("<6>the disk", "<3>the disk");
  }

  @Test
  void aLineThatGoesOnIsToldEachMinute() {
    for (int i = 0; i < 130; i++) {
      journal.write(info("again"));
      time.pass(Duration.ofSeconds(1));
    }
    journal.close();
    assertThat(lines())
        .containsExactly(
            "<6>again",
            "<6>the last line came 59 times more in 60 s",
            "<6>again",
            "<6>the last line came 59 times more in 60 s",
            "<6>again",
            "<6>the last line came 9 times more in 10 s");
  }

  @Test
  void theCountIsToldThoughNothingElseComes() {
    var writer = new StderrWriter(() -> out, true, Time.system(), Duration.ofMillis(200));
    do { // on a slow machine the second may come too late to be a repeat
      written.reset();
      writer.write(info("again"));
      writer.write(info("again"));
    } while (lines().size() != 1);
    await().until(() -> lines().stream().anyMatch(line -> line.contains("came once more in 1 s")));
  }

  @Test
  void whatIsSaidWhileTheProcessEndsIsWrittenAsItIs() {
    journal.write(info("stopping"));
    journal.write(info("stopping"));
    journal.close();
    journal.write(info("Stopped in order"));
    journal.write(info("Stopped in order"));
    assertThat(lines())
        .containsExactly(
            "<6>stopping",
            "<6>the last line came once more in 1 s",
            "<6>Stopped in order",
            "<6>Stopped in order");
  }
}

package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.device.Observation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told while somebody works on the kiosk, and what when that is over. */
class ServiceAlertsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final RecorderBench bench;

  ServiceAlertsTest() throws IOException {
    bench = new RecorderBench();
    bench.sample();
    bench.alerts();
  }

  private void begin() {
    bench.service.begin("Anna", HOUR, "root");
  }

  private void end() {
    bench.service.end("root");
    bench.work();
  }

  private void sample(int times, Condition... shown) {
    for (int i = 0; i < times; i++) {
      bench.sample(shown);
    }
  }

  /** The error events since the last call, as {@code CODE active}, marked ones with a star. */
  private List<String> told() {
    return bench.alerts().stream()
        .filter(event -> event.startsWith("{\"type\":\"error\""))
        .map(
            event ->
                RecorderBench.field(event, "code")
                    + " "
                    + RecorderBench.field(event, "active")
                    + (event.contains("\"service\":true") ? " *" : ""))
        .toList();
  }

  @Test
  void beginsAndEndsAreMarkedWhileItHoldsAndNotAfter() {
    begin();
    sample(2, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("MEDIA_OUT true *");
    sample(2);
    assertThat(told()).containsExactly("MEDIA_OUT false *");
    end();
    sample(6);
    assertThat(told()).isEmpty();
    sample(2, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("MEDIA_OUT true");
  }

  @Test
  void momentsLimitsAndLossesAreMarkedToo() throws IOException {
    begin();
    bench.time.stepWall(Duration.ofDays(-3));
    bench.work();
    for (int second = 0; second <= 11; second++) {
      bench.cpu(99);
    }
    assertThat(told()).containsExactly("CLOCK_STEP - *", "THRESHOLD_EXCEEDED true *");
    bench.restart();
    assertThat(told()).containsExactly("EVENTS_LOST - *");
  }

  @Test
  void aRollThatWasNotPutBackIsToldWhenItIsOver() {
    begin();
    sample(2, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("MEDIA_OUT true *");
    long since = bench.device().raised().get(0).sinceMillis();
    end();
    sample(2, Condition.MEDIA_OUT);
    assertThat(told()).as("a look may still find it put right").isEmpty();
    bench.sample(Condition.MEDIA_OUT);
    assertThat(bench.alerts())
        .filteredOn(event -> event.contains("\"error\""))
        .singleElement()
        .asString()
        .contains(
            "\"code\":\"MEDIA_OUT\"",
            "\"active\":true",
            "\"severity\":\"error\"",
            "\"device\":\"bagtag\"",
            "\"raw\":\"raw\"",
            "bagtag (bag tags): ",
            "It began while the kiosk was serviced.")
        .doesNotContain("\"service\":");
    assertThat(bench.device().raised().get(0).sinceMillis()).isEqualTo(since);
    sample(8, Condition.MEDIA_OUT);
    assertThat(told()).as("once").isEmpty();
    sample(2);
    assertThat(told()).containsExactly("MEDIA_OUT false");
  }

  @Test
  void itIsToldAlsoWhenServiceEndsByItself() {
    begin();
    sample(118, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("MEDIA_OUT true *");
    sample(5, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("MEDIA_OUT true");
  }

  @Test
  void whoeverPutsItRightAndSaysSoAtOnceCallsNobody() {
    begin();
    sample(2, Condition.COVER_OPEN);
    assertThat(told()).containsExactly("COVER_OPEN true *");
    end(); // the cover was closed a moment ago, and no look has found it so yet
    sample(2);
    assertThat(told()).containsExactly("COVER_OPEN false");
    sample(8);
    assertThat(told()).isEmpty();
  }

  @Test
  void aDeviceThatIsNotSeenAnyMoreIsToldToo() {
    begin();
    sample(2, Condition.MEDIA_OUT);
    told();
    end();
    bench.time.pass(RecorderBench.INTERVAL.multipliedBy(3));
    bench.work();
    assertThat(told()).contains("MEDIA_OUT true", "STATUS_UNKNOWN true");
  }

  @Test
  void whatAnOperatorKnewBeforeIsNotToldAgain() {
    sample(2, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("MEDIA_OUT true");
    begin();
    sample(4, Condition.MEDIA_OUT);
    end();
    sample(6, Condition.MEDIA_OUT);
    assertThat(told()).isEmpty();
  }

  @Test
  void whatBecameWorseMeanwhileIsToldAsBadAsItIs() {
    var low = new Finding(Condition.MEDIA_LOW, null, "raw", Severity.WARNING);
    var worse = new Finding(Condition.MEDIA_LOW, null, "raw", Severity.ERROR);
    for (int i = 0; i < 4; i++) {
      bench.observe(Observation.of("test", List.of(low)));
    }
    assertThat(told()).containsExactly("MEDIA_LOW true");
    begin();
    bench.observe(Observation.of("test", List.of(worse)));
    assertThat(told()).containsExactly("MEDIA_LOW true *");
    end();
    for (int i = 0; i < 3; i++) {
      bench.observe(Observation.of("test", List.of(worse)));
    }
    assertThat(bench.alerts())
        .filteredOn(event -> event.contains("\"error\",\"ts\""))
        .singleElement()
        .asString()
        .contains("MEDIA_LOW", "\"severity\":\"error\"")
        .doesNotContain("\"service\":");
  }

  @Test
  void whatIsToldAfterTheEndIsNotToldTwice() {
    var low = new Finding(Condition.MEDIA_LOW, null, "raw", Severity.WARNING);
    var worse = new Finding(Condition.MEDIA_LOW, null, "raw", Severity.ERROR);
    begin();
    for (int i = 0; i < 4; i++) {
      bench.observe(Observation.of("test", List.of(low)));
    }
    assertThat(told()).containsExactly("MEDIA_LOW true *");
    end();
    bench.observe(Observation.of("test", List.of(worse)));
    assertThat(told()).containsExactly("MEDIA_LOW true");
    for (int i = 0; i < 6; i++) {
      bench.observe(Observation.of("test", List.of(worse)));
    }
    assertThat(told()).isEmpty();
  }

  @Test
  void aLimitOfTheHostIsToldAtOnce() {
    begin();
    for (int second = 0; second <= 11; second++) {
      bench.cpu(99);
    }
    assertThat(told()).containsExactly("THRESHOLD_EXCEEDED true *");
    end();
    assertThat(bench.alerts())
        .singleElement()
        .asString()
        .contains("\"subject\":\"cpu\"", "\"active\":true", "above its limit")
        .doesNotContain("\"service\":");
    bench.cpu(50);
    assertThat(told()).containsExactly("THRESHOLD_EXCEEDED false");
  }

  @Test
  void anotherServiceMeanwhileLetsItWaitOnceMore() {
    begin();
    sample(2, Condition.MEDIA_OUT);
    told();
    end();
    bench.sample(Condition.MEDIA_OUT);
    begin();
    sample(10, Condition.MEDIA_OUT);
    assertThat(told()).isEmpty();
    end();
    sample(3, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("MEDIA_OUT true");
  }

  @Test
  void aRestartWhileARollIsChangedCallsNobodyAndForgetsNothing() throws IOException {
    begin();
    sample(2, Condition.MEDIA_OUT);
    told();
    bench.restart();
    sample(6, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("EVENTS_LOST - *");
    end();
    bench.restart();
    sample(2, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("EVENTS_LOST -");
    bench.sample(Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("MEDIA_OUT true");
    bench.restart();
    sample(6, Condition.MEDIA_OUT);
    assertThat(told()).as("once, whatever comes").containsExactly("EVENTS_LOST -");
  }

  @Test
  void whatWasToldAnewAndDidNotReachTheDiskIsToldAfterTheRestart() throws IOException {
    begin();
    sample(2, Condition.MEDIA_OUT);
    told();
    end();
    bench.time.pass(RecorderBench.INTERVAL.multipliedBy(2));
    bench.enqueue(0, Observation.of("test", List.of(Finding.of(Condition.MEDIA_OUT))));
    bench.time.pass(RecorderBench.INTERVAL);
    bench.recorder.step(bench.time.nanos()); // appended, but the spool never wrote it
    bench.restart();
    sample(4, Condition.MEDIA_OUT);
    assertThat(told()).containsExactly("EVENTS_LOST -", "MEDIA_OUT true");
  }

  @Test
  void aDeviceThatIsNoLongerConfiguredIsNotToldAnew() throws IOException {
    begin();
    sample(2, Condition.MEDIA_OUT);
    told();
    end();
    bench.devices = List.of();
    bench.restart();
    assertThat(told()).containsExactlyInAnyOrder("EVENTS_LOST -", "MEDIA_OUT false");
  }
}

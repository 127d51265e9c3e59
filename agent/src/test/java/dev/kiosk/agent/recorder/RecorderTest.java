package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.threshold.Limit;
import dev.kiosk.agent.wire.DeviceState;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecorderTest {

  private final RecorderBench bench;

  RecorderTest() throws IOException {
    bench = new RecorderBench();
  }

  @Test
  void aDeviceIsUnknownUntilItAnswersAndThenReady() {
    bench.work();
    assertThat(bench.device().state()).isEqualTo(DeviceState.UNKNOWN);
    assertThat(bench.alerts()).isEmpty();
    bench.sample();
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
    assertThat(bench.alerts())
        .singleElement()
        .asString()
        .contains(
            "\"type\":\"device\"", "\"state\":\"ready\"", "\"conditions\":[]", "\"cuss\":\"OK\"");
  }

  @Test
  void whoKnowsBetterWhatToDoIsHeardInPlaceOfTheCatalogue() {
    var denied = Finding.unknown("serial:/dev/ttyS7", "the agent may not open /dev/ttyS7; do this");
    bench.observe(Observation.blind("test", denied));

    assertThat(bench.alerts().get(0))
        .contains(
            "\"message\":\"bagtag (bag tags): Nothing reliable is known about the device. The agent"
                + " may not open /dev/ttyS7; do this.\"",
            "\"raw\":\"serial:/dev/ttyS7: the agent may not open /dev/ttyS7; do this\"");
    assertThat(bench.device().raised().get(0).next())
        .isEqualTo("The agent may not open /dev/ttyS7; do this.");
  }

  @Test
  void aConditionIsRaisedOnceAndEndedOnceEachWithTheWholeState() {
    bench.sample();
    bench.alerts();
    bench.sample(Condition.MEDIA_OUT);
    assertThat(bench.alerts()).isEmpty();
    bench.sample(Condition.MEDIA_OUT);
    assertThat(bench.alerts())
        .satisfiesExactly(
            error ->
                assertThat(error)
                    .contains(
                        "\"code\":\"MEDIA_OUT\"",
                        "\"device\":\"bagtag\"",
                        "\"severity\":\"error\"",
                        "\"active\":true",
                        "bag tags"),
            device ->
                assertThat(device)
                    .contains(
                        "\"state\":\"error\"",
                        "\"conditions\":[\"MEDIA_OUT\"]",
                        "\"cuss\":\"MEDIA_EMPTY\""));
    bench.sample(Condition.MEDIA_OUT);
    bench.sample(Condition.MEDIA_OUT);
    assertThat(bench.alerts()).isEmpty();
    bench.sample();
    bench.sample();
    assertThat(bench.alerts())
        .satisfiesExactly(
            error -> assertThat(error).contains("\"code\":\"MEDIA_OUT\"", "\"active\":false"),
            device -> assertThat(device).contains("\"state\":\"ready\""));
  }

  @Test
  void aFaultThatIsNotBelievedYetIsNotCalledReadyEither() {
    bench.sample(Condition.COVER_OPEN);
    assertThat(bench.device().state()).isEqualTo(DeviceState.UNKNOWN);
    bench.sample(Condition.COVER_OPEN);
    assertThat(bench.device().state()).isEqualTo(DeviceState.ERROR);
  }

  @Test
  void aSymptomIsHiddenWhileItsCauseIsShown() {
    bench.sample(Condition.COVER_OPEN, Condition.DEVICE_OFFLINE);
    bench.sample(Condition.COVER_OPEN, Condition.DEVICE_OFFLINE);
    assertThat(bench.errors()).containsExactly("COVER_OPEN true");
  }

  @Test
  void anEmptyRollDoesNotEndTheWarningOfALowOne() {
    for (int i = 0; i < 4; i++) {
      bench.sample(Condition.MEDIA_LOW);
    }
    assertThat(bench.errors()).containsExactly("MEDIA_LOW true");
    for (int i = 0; i < 6; i++) {
      bench.sample(Condition.MEDIA_OUT);
    }
    assertThat(bench.errors()).containsExactly("MEDIA_OUT true");
    for (int i = 0; i < 6; i++) {
      bench.sample();
    }
    assertThat(bench.errors()).containsExactlyInAnyOrder("MEDIA_OUT false", "MEDIA_LOW false");
  }

  @Test
  void whatASampleCannotSeeIsNeitherRaisedNorEnded() {
    bench.sample(Condition.MEDIA_OUT);
    bench.sample(Condition.MEDIA_OUT);
    bench.errors();
    for (int i = 0; i < 5; i++) {
      bench.observe(Observation.blind("test", Finding.of(Condition.NOT_RESPONDING)));
    }
    assertThat(bench.errors()).containsExactly("NOT_RESPONDING true");
    assertThat(bench.device().state()).isEqualTo(DeviceState.OFFLINE);
    assertThat(bench.device().raised())
        .extracting(DeviceView.Raised::condition)
        .containsExactly(Condition.NOT_RESPONDING, Condition.MEDIA_OUT);
    var open = Observation.of("test", List.of(Finding.of(Condition.COVER_OPEN)));
    for (int i = 0; i < 5; i++) {
      bench.observe(open.withUnobservable(Set.of(Condition.MEDIA_OUT, Condition.MEDIA_LOW)));
    }
    assertThat(bench.errors()).containsExactly("NOT_RESPONDING false", "COVER_OPEN true");
  }

  @Test
  void aPortInUseIsNoAlarmAndNoHealth() {
    bench.observe(Observation.blind("test", Finding.of(Condition.PORT_IN_USE)));
    assertThat(bench.errors()).isEmpty();
    assertThat(bench.device().state()).isEqualTo(DeviceState.UNKNOWN);
    for (int i = 0; i < 22; i++) { // for more than ten minutes
      bench.observe(Observation.blind("test", Finding.of(Condition.PORT_IN_USE)));
    }
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN true");
  }

  @Test
  void aStateOlderThanThreeIntervalsIsUnknown() {
    bench.sample();
    bench.errors();
    bench.time.pass(RecorderBench.INTERVAL.multipliedBy(3).minusSeconds(1));
    bench.work();
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
    bench.time.pass(Duration.ofSeconds(2));
    bench.work();
    assertThat(bench.device().state()).isEqualTo(DeviceState.UNKNOWN);
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN true");
    bench.sample();
    assertThat(bench.device().state()).isEqualTo(DeviceState.READY);
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN false");
  }

  @Test
  void anAgeIsJudgedAtOnceWhateverRaiseAfterSays() throws IOException {
    bench.devices =
        List.of(new DeviceSettings("bagtag", "printer", null, RecorderBench.INTERVAL, 1000, 1000));
    bench.restart();
    bench.sample();
    bench.errors();
    bench.time.pass(RecorderBench.INTERVAL.multipliedBy(4));
    bench.work();
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN true");
    bench.sample();
    assertThat(bench.errors()).containsExactly("STATUS_UNKNOWN false");
  }

  @Test
  void aRaisedConditionIsNotRaisedAgainAfterARestartAndStillEnds() throws IOException {
    bench.sample(Condition.MEDIA_OUT);
    bench.sample(Condition.MEDIA_OUT);
    assertThat(bench.errors()).containsExactly("MEDIA_OUT true");
    bench.restart();
    assertThat(bench.device().state()).isEqualTo(DeviceState.ERROR);
    bench.sample(Condition.MEDIA_OUT);
    bench.sample(Condition.MEDIA_OUT);
    assertThat(bench.errors()).containsExactly("EVENTS_LOST -");
    bench.sample();
    bench.sample();
    assertThat(bench.errors()).containsExactly("MEDIA_OUT false");
    bench.restart();
    bench.sample();
    bench.sample();
    assertThat(bench.errors()).containsExactly("EVENTS_LOST -");
  }

  @Test
  void anAlertThatDidNotReachTheDiskIsRaisedAfterTheRestart() throws IOException {
    bench.sample(Condition.COVER_OPEN);
    bench.time.pass(RecorderBench.INTERVAL);
    bench.enqueue(0, Observation.of("test", List.of(Finding.of(Condition.COVER_OPEN))));
    bench.recorder.step(
        bench.time.nanos()); // appended and saved as raised, but the spool never wrote it
    bench.restart();
    bench.sample(Condition.COVER_OPEN);
    bench.sample(Condition.COVER_OPEN);
    assertThat(bench.errors()).contains("COVER_OPEN true");
  }

  @Test
  void conditionsOfADeviceThatIsNoLongerConfiguredEndAtTheStart() throws IOException {
    bench.sample(Condition.MEDIA_OUT);
    bench.sample(Condition.MEDIA_OUT);
    bench.errors();
    bench.devices = List.of();
    bench.restart();
    assertThat(bench.errors()).contains("MEDIA_OUT false");
    bench.restart();
    assertThat(bench.errors()).doesNotContain("MEDIA_OUT false");
  }

  @Test
  void aCrossedLimitIsAnEventThatBeginsAndEndsAcrossARestart() throws IOException {
    for (int second = 0; second <= 11; second++) {
      bench.cpu(99);
    }
    assertThat(bench.errors()).containsExactly("THRESHOLD_EXCEEDED true");
    bench.restart();
    bench.cpu(85);
    bench.cpu(50);
    assertThat(bench.errors()).contains("THRESHOLD_EXCEEDED false");
  }

  @Test
  void theLimitOfTheLastRunMayBeGone() throws IOException {
    for (int second = 0; second <= 11; second++) {
      bench.cpu(99);
    }
    bench.errors();
    bench.limits = List.of();
    bench.restart();
    assertThat(bench.errors()).contains("THRESHOLD_EXCEEDED false");
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void whatIsNotMeasuredAnyMoreIsNotHeldToItsLimit(Metric metric) throws IOException {
    bench.limits = List.of(new Limit(metric, 90, 80, Duration.ZERO, null));
    bench.restart();
    bench.host(metric, 99);
    assertThat(bench.errors()).contains("THRESHOLD_EXCEEDED true");
    bench.measured = EnumSet.complementOf(EnumSet.of(metric));
    bench.restart();
    assertThat(bench.recorder.exceededSince()).isEmpty();
    assertThat(bench.alerts())
        .filteredOn(alert -> alert.contains("THRESHOLD_EXCEEDED"))
        .singleElement()
        .asString()
        .contains("\"active\":false", metric.words() + " is not measured any more");
    bench.measured = EnumSet.allOf(Metric.class);
    bench.restart();
    bench.host(metric, 99);
    assertThat(bench.errors()).as("it is a new one").contains("THRESHOLD_EXCEEDED true");
  }

  @Test
  void aRefusingDiskAndASteppedClockAreTold() {
    bench.sample();
    bench.errors();
    bench.disk.refuse("No space left on device");
    bench.cpu(1);
    bench.time.pass(Duration.ofSeconds(2));
    bench.work();
    bench.work();
    assertThat(bench.errors()).containsExactly("SPOOL_WRITE_FAILED true");
    bench.disk.heal();
    bench.time.pass(Duration.ofSeconds(5));
    bench.work();
    bench.time.pass(Duration.ofSeconds(5));
    bench.work();
    assertThat(bench.errors()).containsExactly("SPOOL_WRITE_FAILED false");
    bench.time.stepWall(Duration.ofDays(-3));
    bench.work();
    assertThat(bench.alerts())
        .singleElement()
        .asString()
        .contains("\"code\":\"CLOCK_STEP\"", "back by 259200.0 s");
  }

  @Test
  void theWholeStateIsToldAgainEveryFifteenMinutes() {
    bench.sample();
    bench.alerts();
    for (int i = 0; i < 30; i++) {
      bench.sample();
    }
    assertThat(bench.alerts()).singleElement().asString().contains("\"type\":\"device\"");
  }

  @Test
  void aRollThatWasChangedWhileTheAgentWasDownEndsTheWarningOfALowOne() throws IOException {
    for (int i = 0; i < 4; i++) {
      bench.sample(Condition.MEDIA_LOW);
    }
    assertThat(bench.errors()).containsExactly("MEDIA_LOW true");
    bench.restart();
    bench.errors();
    for (int i = 0; i < 6; i++) {
      bench.sample();
    }
    assertThat(bench.errors()).containsExactly("MEDIA_LOW false");
  }
}

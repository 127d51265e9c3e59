package dev.kiosk.agent.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.command.Carrier.Decision;
import dev.kiosk.agent.command.Command;
import dev.kiosk.agent.command.Outcome;
import dev.kiosk.agent.command.PushedLimit;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThresholdsTest {

  private final ManualTime time = new ManualTime();
  private final Thresholds thresholds =
      new Thresholds(
          "T1-K017", List.of(new Limit(Metric.CPU, 90, 80, Duration.ofSeconds(10), null)), time);

  private Optional<Crossing> cpu(double value) {
    time.pass(Duration.ofSeconds(1));
    return thresholds.observe(new Reading(Metric.CPU, value, time.wallMillis()), time.nanos());
  }

  private Outcome push(Command command) {
    Decision decision = thresholds.decide(command, pushed);
    pushed = decision.limits();
    thresholds.apply(pushed);
    return decision.outcome();
  }

  private Map<String, PushedLimit> pushed = Map.of();

  private static Command set(String metric, double pct) {
    return new Command.SetThreshold("c-" + metric + pct, "T1-K017", metric, pct);
  }

  @Test
  void aPeakIsNoCrossingAndTenSecondsAre() {
    for (int second = 0; second < 10; second++) {
      assertThat(cpu(95)).isEmpty();
    }
    assertThat(cpu(89)).isEmpty();
    for (int second = 0; second < 10; second++) {
      assertThat(cpu(95)).isEmpty();
    }
    assertThat(cpu(95))
        .hasValueSatisfying(
            crossing -> {
              assertThat(crossing.exceeded()).isTrue();
              assertThat(crossing.sentence())
                  .isEqualTo("CPU load is 95.0 %, above the limit of 90.0 % for 10 s");
            });
  }

  @Test
  void itEndsOnlyBelowTheClearValue() {
    for (int second = 0; second <= 10; second++) {
      cpu(95);
    }
    assertThat(cpu(85)).isEmpty();
    assertThat(cpu(80)).isEmpty();
    assertThat(cpu(79.9)).hasValueSatisfying(end -> assertThat(end.exceeded()).isFalse());
    assertThat(cpu(79)).isEmpty();
  }

  @Test
  void aPushedLimitReplacesTheConfiguredOneKeepsItsDistanceAndTellsTheOldOne() {
    assertThat(push(set("cpu", 50))).isEqualTo(new Outcome.Ack(90.0));
    assertThat(thresholds.limits().get(Metric.CPU))
        .satisfies(
            limit -> {
              assertThat(limit.value()).isEqualTo(50);
              assertThat(limit.clearValue()).isEqualTo(40);
            });
    assertThat(push(set("cpu", 60))).isEqualTo(new Outcome.Ack(50.0));
    assertThat(push(new Command.ClearThreshold("x", "T1-K017", "cpu")))
        .isEqualTo(new Outcome.Ack(60.0));
    assertThat(thresholds.limits().get(Metric.CPU)).extracting(Limit::value).isEqualTo(90.0);
  }

  @Test
  void aLimitForAMetricWithoutOneHasNoPrevious() {
    assertThat(push(set("temperature", 75))).isEqualTo(new Outcome.Ack(null));
    assertThat(thresholds.limits().get(Metric.TEMPERATURE))
        .extracting(Limit::clearValue)
        .isEqualTo(65.0);
  }

  @Test
  void aVeryLowLimitCanStillEnd() {
    push(set("cpu", 4));
    assertThat(thresholds.limits().get(Metric.CPU)).extracting(Limit::clearValue).isEqualTo(2.0);
  }

  @Test
  void aLimitOfNothingEndsWhenThereIsNothing() {
    push(set("cpu", 0));
    for (int second = 0; second <= 11; second++) {
      cpu(5);
    }
    assertThat(thresholds.isExceeded(Metric.CPU)).isTrue();
    assertThat(cpu(0)).hasValueSatisfying(end -> assertThat(end.exceeded()).isFalse());
  }

  @Test
  void raisingTheLimitOverTheReadingEndsTheCrossing() {
    for (int second = 0; second <= 10; second++) {
      cpu(95);
    }
    push(set("cpu", 97));
    assertThat(cpu(95)).hasValueSatisfying(end -> assertThat(end.exceeded()).isFalse());
  }

  @Test
  void takingTheLastLimitBackEndsTheCrossing() {
    push(set("memory", 10));
    for (int second = 0; second <= 10; second++) {
      time.pass(Duration.ofSeconds(1));
      thresholds.observe(new Reading(Metric.MEMORY, 50, 0), time.nanos());
    }
    assertThat(thresholds.isExceeded(Metric.MEMORY)).isTrue();
    push(new Command.ClearThreshold("x", "T1-K017", "memory"));
    assertThat(thresholds.observe(new Reading(Metric.MEMORY, 50, 0), time.nanos()))
        .hasValueSatisfying(end -> assertThat(end.exceeded()).isFalse());
  }

  @Test
  void aCrossingOfTheLastRunEndsInThisOne() {
    thresholds.restoreExceeded(Metric.CPU);
    assertThat(cpu(10)).hasValueSatisfying(end -> assertThat(end.exceeded()).isFalse());
  }

  @Test
  void everyRefusalHasItsWordAndASentence() {
    assertNack(set("cpu", 140), "invalid-threshold: pct must be within 0..100, was 140");
    assertNack(set("cpu", -0.5), "invalid-threshold: pct must be within 0..100, was -0.5");
    assertNack(set("cpu", Double.NaN), "invalid-threshold: pct must be within 0..100, was NaN");
    assertNack(set("temperature", 200), "invalid-threshold: pct must be within -40..150, was 200");
    assertNack(
        set("gpu", 50), "unknown-metric: 'gpu' is not one of cpu, memory, disk, temperature");
    assertNack(
        new Command.SetThreshold("c", "T9", "cpu", 50),
        "wrong-host: this is T1-K017, the command is for T9");
    assertNack(
        new Command.ClearThreshold("c", "T9", "cpu"),
        "wrong-host: this is T1-K017, the command is for T9");
    assertNack(
        new Command.Unsupported("c", "reboot"),
        "unsupported-command: 'reboot' is not a command of this agent");
    assertNack(new Command.Malformed("c", "pct is missing"), "malformed: pct is missing");
    assertThat(pushed).isEmpty();
  }

  private void assertNack(Command command, String text) {
    assertThat(push(command))
        .isInstanceOfSatisfying(
            Outcome.Nack.class, nack -> assertThat(nack.text()).isEqualTo(text));
  }

  @Test
  void aRestartDoesNotEndAnExceededPushedLimitBeforeItsClearValue() {
    push(set("cpu", 60)); // as at a start: the limit is put back into force before any reading
    thresholds.restoreExceeded(Metric.CPU);
    assertThat(cpu(55)).isEmpty(); // above the clear value of 50
    assertThat(cpu(49)).hasValueSatisfying(crossing -> assertThat(crossing.exceeded()).isFalse());
  }
}

package dev.kiosk.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final History history = new History();
  private long nowNanos;

  private void look(StatusSnapshot now) {
    history.look(now, nowNanos);
    nowNanos += SECOND;
  }

  private List<String> words() {
    return history.changes().stream().map(Change::what).toList();
  }

  private Change newest() {
    return history.changes().get(0);
  }

  @Test
  void beginsWithTheStartOfTheAgent() {
    look(Examples.healthy());
    assertThat(words()).containsExactly("the agent 1.0.0 was started");
  }

  @Test
  void nothingIsToldWhileNothingChanges() {
    for (int i = 0; i < 100; i++) {
      look(Examples.troubled());
    }
    assertThat(words()).hasSize(1);
  }

  @Test
  void theBeginningAndTheEndOfAConditionAreTold() {
    look(Examples.healthy());
    look(paperOut(Examples.NOW));
    assertThat(newest())
        .isEqualTo(
            new Change(
                Examples.NOW, Health.CRITICAL, "printer for bag tags: the paper has run out"));
    look(Examples.healthy());
    assertThat(newest())
        .isEqualTo(
            new Change(
                Examples.NOW, Health.HEALTHY, "printer for bag tags: over: the paper has run out"));
    assertThat(words()).hasSize(3);
  }

  @Test
  void aConditionThatEndedAndBeganBetweenTwoLooksIsToldAgain() {
    look(Examples.healthy());
    look(paperOut(Examples.NOW));
    look(paperOut(Examples.NOW + 1));
    assertThat(words()).filteredOn(what -> what.contains("run out")).hasSize(2);
  }

  private static StatusSnapshot paperOut(long sinceMillis) {
    var condition =
        new RaisedCondition(
            Condition.MEDIA_OUT.name(),
            Condition.MEDIA_OUT.severity(),
            sinceMillis,
            null,
            null,
            false,
            "The paper has run out.",
            "Load new paper.",
            true,
            "MEDIA_OUT");
    return Examples.with(Examples.printer(DeviceStatus.State.ERROR, List.of(condition)));
  }

  @Test
  void theServerThatGoesAndComesIsTold() {
    look(Examples.healthy());
    look(Examples.with(ServerState.WAITING));
    assertThat(newest().what())
        .isEqualTo("the connection to the server was lost: 401 Unauthorized");
    look(Examples.with(ServerState.CONNECTING));
    look(Examples.with(ServerState.REJECTED));
    assertThat(newest().what()).isEqualTo("the server refuses this kiosk: 401 Unauthorized");
    look(Examples.healthy());
    assertThat(newest())
        .isEqualTo(new Change(Examples.NOW, Health.HEALTHY, "connected to the server"));
    assertThat(words()).hasSize(4);
  }

  @Test
  void aConnectionThatBrokeBetweenTwoLooksIsTold() {
    look(Examples.healthy());
    look(Examples.with(ServerState.CONNECTED));
    assertThat(newest().what())
        .isEqualTo("the connection to the server broke and is back: 401 Unauthorized");
  }

  @Test
  void aLimitThatIsSetOrExceededIsTold() {
    look(Examples.healthy());
    look(limited(new Threshold(Metric.CPU, 35, 25, 10_000, "3f0c", Examples.NOW, false, null)));
    assertThat(newest().what())
        .isEqualTo("the threshold of CPU load is now 35 %, set by the server (command 3f0c)");
    look(
        limited(
            new Threshold(Metric.CPU, 35, 25, 10_000, "3f0c", Examples.NOW, true, Examples.NOW)));
    assertThat(newest())
        .isEqualTo(new Change(Examples.NOW, Health.WARNING, "CPU load is above 35 %"));
    look(limited(new Threshold(Metric.CPU, 35, 25, 10_000, "3f0c", Examples.NOW, false, null)));
    assertThat(newest().what()).isEqualTo("CPU load is below 25 %");
  }

  private static StatusSnapshot limited(Threshold threshold) {
    return Edited.of(Examples.healthy()).thresholds(threshold).done();
  }

  @Test
  void theDiskThatRefusesIsTold() {
    look(Examples.healthy());
    look(Examples.refusing("no space left on device"));
    assertThat(newest().health()).isEqualTo(Health.CRITICAL);
    assertThat(newest().what()).isEqualTo("cannot write to the disk: no space left on device");
    look(Examples.healthy());
    assertThat(newest().what()).isEqualTo("the disk takes events again");
  }

  @Test
  void lossesThatGoOnDoNotDriveOutAllElse() {
    look(Pages.healthy());
    for (int i = 1; i <= 500; i++) {
      look(lost(i * 10L));
    }
    assertThat(words()).filteredOn(what -> what.contains("dropped")).hasSize(1);
    assertThat(words()).contains("the agent 1.0.0 was started");
  }

  private static StatusSnapshot lost(long count) {
    Buffer well = Pages.healthy().buffer();
    var losses = List.of(new Loss("readings", "full", count, Examples.NOW));
    return Edited.of(Pages.healthy())
        .buffer(new Buffer(well.lanes(), well.bytes(), well.maxBytes(), 3, 0L, losses, null, 0L))
        .done();
  }

  @Test
  void theLastTwoHundredAreKept() {
    for (int i = 0; i < 300; i++) {
      look(i % 2 == 0 ? Examples.healthy() : paperOut(Examples.NOW));
    }
    assertThat(history.changes()).hasSize(200);
    assertThat(words()).doesNotContain("the agent 1.0.0 was started");
  }

  @Test
  void theLastHourIsKeptInStepsOfFifteenSeconds() {
    for (int second = 0; second < 31; second++) {
      look(cpu(second < 15 ? 10 : second == 20 ? 80 : 20));
    }
    Trend trend = history.lastHour().get(0);
    assertThat(trend.metric()).isEqualTo(Metric.CPU);
    assertThat(trend.stepMillis()).isEqualTo(15_000);
    assertThat(trend.means()).hasSize(240);
    assertThat(trend.means().subList(237, 240)).containsExactly(null, 10.0, 24.0);
    assertThat(trend.peaks().subList(237, 240)).containsExactly(null, 10.0, 80.0);
  }

  @Test
  void theTimeOfAMachineThatSleptIsEmpty() {
    look(cpu(10));
    nowNanos += Duration.ofSeconds(60).toNanos();
    look(cpu(20));
    nowNanos += Duration.ofSeconds(15).toNanos();
    look(cpu(20));
    assertThat(history.lastHour().get(0).means().subList(235, 240))
        .containsExactly(10.0, null, null, null, 20.0);
    nowNanos += Duration.ofDays(2).toNanos();
    look(cpu(30));
    assertThat(history.lastHour().get(0).highest()).isEqualTo(20.0);
  }

  private static StatusSnapshot cpu(double value) {
    return Edited.of(Examples.healthy())
        .readings(new Reading(Metric.CPU, value, Examples.NOW))
        .done();
  }
}

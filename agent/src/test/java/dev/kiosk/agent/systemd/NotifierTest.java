package dev.kiosk.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.disk.DiskWaits;
import dev.kiosk.agent.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifierTest {

  private static final Duration WATCHDOG = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final FakeDatagrams manager = new FakeDatagrams();
  private final FakePart sampler = new FakePart("sampler");
  private final FakePart spool = new FakePart("spool");
  private final Notifier notifier = new Notifier(manager, WATCHDOG, time);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;
  private String words = "All is well";

  @BeforeEach
  void readTheLog() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveTheLogBack() {
    System.setErr(stderr);
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  private void step() {
    notifier.step(time.nanos());
  }

  /** Lets seconds pass in which the parts named come forward. */
  private void pass(int seconds, FakePart... alive) {
    for (int i = 0; i < seconds; i++) {
      time.pass(SECOND);
      for (FakePart part : alive) {
        part.step();
      }
      step();
    }
  }

  private void start() {
    notifier.watch(List.of(sampler, spool), () -> words);
    sampler.step();
    spool.step();
    step();
  }

  @Test
  void itIsReadyOnceEachPartHasStepped() {
    step();
    notifier.watch(List.of(sampler, spool), () -> words);
    sampler.step();
    step();
    assertThat(manager.take()).doesNotContain("READY=1");
    assertThat(notifier.wakeAtNanos(time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofMillis(10).toNanos());
    spool.step();
    time.pass(Duration.ofMillis(10));
    step();
    assertThat(manager.take()).containsSubsequence("READY=1", "STATUS=All is well");
    pass(60, sampler, spool);
    assertThat(manager.take()).doesNotContain("READY=1");
  }

  @Test
  void aDiskThatHangsDoesNotKeepItFromBeingReady() {
    notifier.watch(List.of(sampler, spool), () -> words);
    sampler.step();
    spool.waitForDisk(1);
    step();
    step();
    assertThat(manager.take()).contains("READY=1");
  }

  @Test
  void theWatchdogIsFedTwiceInItsTimeWhileAllPartsComeForward() {
    start();
    manager.take();
    pass(60, sampler, spool);
    assertThat(manager.take()).filteredOn("WATCHDOG=1"::equals).hasSize(4);
    assertThat(log()).isEmpty();
  }

  @Test
  void aPartThatIsStuckIsNamedOnceAndTheWatchdogIsNotFed() {
    start();
    pass(14, spool);
    manager.take();
    pass(60, spool);
    assertThat(manager.take()).doesNotContain("WATCHDOG=1");
    assertThat(log().lines())
        .singleElement()
        .asString()
        .contains("error: The sampler has not come forward for 15 s (at Its.place);");
    pass(16, sampler, spool);
    assertThat(manager.take()).contains("WATCHDOG=1");
    assertThat(log()).contains("info: The sampler comes forward again");
  }

  @Test
  void oneOperationOfTheDiskMayTakeAsLongAsItTakes() {
    start();
    spool.waitForDisk(5);
    pass(300, sampler);
    assertThat(manager.take()).filteredOn("WATCHDOG=1"::equals).hasSizeGreaterThan(18);
    assertThat(log()).isEmpty();
  }

  @Test
  void aPartThatTurnsInCirclesOverTheDiskIsStuckAllTheSame() {
    start();
    for (int i = 0; i < 20; i++) {
      spool.waitForDisk(i % 3 == 0 ? DiskWaits.NONE : i + 1);
      pass(1, sampler);
    }
    assertThat(log()).contains("The spool has not come forward");
  }

  @Test
  void nobodyIsBlamedForTheTimeThatTheMachineWasAsleep() {
    start();
    manager.take();
    time.pass(Duration.ofHours(10));
    step();
    assertThat(manager.take()).contains("WATCHDOG=1");
    pass(10, sampler, spool);
    assertThat(log()).isEmpty();
  }

  @Test
  void aStepOfTheWallClockMeansNothing() {
    start();
    manager.take();
    time.stepWall(Duration.ofDays(-3000));
    pass(15, sampler, spool);
    assertThat(manager.take()).contains("WATCHDOG=1");
    assertThat(log()).isEmpty();
  }

  @Test
  void aShortWatchdogIsFedInTimeThoughAnIdleLoopStepsEachFiveSeconds() {
    var brisk = new Notifier(manager, Duration.ofSeconds(2), time);
    brisk.watch(List.of(sampler), () -> words);
    sampler.step();
    brisk.step(time.nanos());
    manager.take();
    for (int i = 0; i < 18; i++) {
      time.passTo(brisk.wakeAtNanos(time.nanos()));
      brisk.step(time.nanos());
    }
    assertThat(manager.take()).filteredOn("WATCHDOG=1"::equals).hasSize(9);
  }

  @Test
  void withoutAWatchdogNothingIsFed() {
    var calm = new Notifier(manager, null, time);
    calm.watch(List.of(sampler), () -> words);
    sampler.step();
    for (int i = 0; i < 60; i++) {
      time.pass(SECOND);
      calm.step(time.nanos());
    }
    assertThat(manager.take()).containsExactly("READY=1", "STATUS=All is well");
  }

  @Test
  void theStateIsToldWhenItChangesAndAtMostEachFiveSeconds() {
    start();
    manager.take();
    pass(10, sampler, spool);
    assertThat(manager.take()).filteredOn(told -> told.startsWith("STATUS=")).isEmpty();
    for (int i = 0; i < 20; i++) {
      words = "State " + i;
      time.pass(Duration.ofMillis(500));
      step();
    }
    assertThat(manager.take()).filteredOn(told -> told.startsWith("STATUS=")).hasSize(2);
  }

  @Test
  void wordsOfADeviceAreNoFurtherAssignment() {
    words = "1 problem: paper\nREADY=0\u0007 " + "x".repeat(500);
    start();
    assertThat(manager.take())
        .last()
        .asString()
        .startsWith("STATUS=1 problem: paper READY=0  xxx")
        .hasSizeLessThanOrEqualTo(307)
        .endsWith(" …");
  }

  @Test
  void whatCannotBeSentNowIsSentLater() {
    manager.full(true);
    start();
    pass(1, sampler, spool);
    assertThat(manager.take()).isEmpty();
    manager.full(false);
    pass(1, sampler, spool);
    assertThat(manager.take()).containsExactly("READY=1", "WATCHDOG=1", "STATUS=All is well");
  }

  @Test
  void aManagerThatIsAwayIsToldOfOnce() {
    manager.away("[111] Connection refused");
    start();
    pass(5, sampler, spool);
    assertThat(log().lines())
        .singleElement()
        .asString()
        .contains("warning: The service manager cannot be told how the agent is: [111]");
    manager.away(null);
    pass(1, sampler, spool);
    assertThat(manager.take()).contains("READY=1");
  }

  @Test
  void whereNothingCanBeSentThatIsSaidOnce() {
    manager.blocked("native code cannot be loaded");
    start();
    pass(60, sampler, spool);
    notifier.reloading();
    notifier.stopping();
    assertThat(manager.take()).isEmpty();
    assertThat(log().lines())
        .singleElement()
        .asString()
        .contains("error: The service manager cannot be told that the agent works (native code");
  }

  @Test
  void aReloadIsOverWhenTheNewPartsHaveStepped() {
    start();
    manager.take();
    notifier.reloading();
    assertThat(manager.take()).containsExactly("RELOADING=1\nMONOTONIC_USEC=77");
    pass(1, sampler, spool);
    var other = new FakePart("sampler");
    notifier.watch(List.of(other), () -> "Taken");
    notifier.reloaded();
    pass(1);
    assertThat(manager.take()).doesNotContain("READY=1");
    pass(5, other);
    assertThat(manager.take()).containsSubsequence("READY=1", "STATUS=Taken");
  }

  @Test
  void aReloadThatHangsIsEndedByTheWatchdog() {
    start();
    notifier.reloading();
    notifier.watch(List.of(Part.inOneGo("reload")), () -> words);
    pass(15);
    manager.take();
    pass(60);
    assertThat(manager.take()).isEmpty();
    assertThat(log()).contains("error: The reload has not come forward for 1");
  }

  @Test
  void afterTheStopNothingMoreIsTold() {
    start();
    manager.take();
    notifier.stopping();
    notifier.reloading();
    notifier.reloaded();
    words = "Something else";
    pass(60, sampler, spool);
    assertThat(manager.take()).containsExactly("STOPPING=1\nSTATUS=Stopping");
    assertThat(notifier.wakeAtNanos(time.nanos())).isGreaterThan(time.nanos());
  }
}

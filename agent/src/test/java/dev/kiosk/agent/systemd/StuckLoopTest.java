package dev.kiosk.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.disk.DiskFile;
import dev.kiosk.agent.disk.DiskWaits;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.ManualTime;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real loops that hang, under the watch of a notifier whose time the test moves. */
class StuckLoopTest {

  private final ManualTime time = new ManualTime();
  private final FakeDatagrams manager = new FakeDatagrams();
  private final Notifier notifier = new Notifier(manager, Duration.ofSeconds(30), time);
  private final DiskWaits waits = new DiskWaits();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;

  @BeforeEach
  void readTheLog() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveTheLogBack() {
    free.countDown();
    System.setErr(stderr);
  }

  private void hang() {
    entered.countDown();
    try {
      free.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Loop loop(Runnable work) {
    Step step =
        new Step() {
          @Override
          public int step(long nowNanos) {
            work.run();
            return 0;
          }

          @Override
          public long wakeAtNanos(long nowNanos) {
            return nowNanos + Duration.ofHours(1).toNanos();
          }
        };
    return new Loop("recorder", step, Time.system(), failure -> {}).start();
  }

  private void watchForAMinute(Loop loop) {
    notifier.watch(List.of(Part.of(loop, waits)), () -> "As it is");
    for (int i = 0; i < 60; i++) {
      notifier.step(time.nanos());
      time.pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void aStepThatHangsIsNamedWithItsPlaceAndTheWatchdogIsNotFed() throws Exception {
    try (Loop loop = loop(this::hang)) {
      entered.await();
      watchForAMinute(loop);
      free.countDown();
    }
    assertThat(manager.take()).doesNotContain("READY=1").hasSize(1);
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("The recorder has not come forward for 15 s (at ")
        .contains(", called at dev.kiosk.agent.systemd.StuckLoopTest.hang:");
  }

  @Test
  void aStepThatFailsEachTimeDoesNotComeForward() {
    try (Loop loop =
        loop(
            () -> {
              entered.countDown();
              throw new IllegalStateException("each time");
            })) {
      await().until(() -> entered.getCount() == 0);
      watchForAMinute(loop);
    }
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("The recorder has not come forward");
  }

  @Test
  void aDiskThatHangsDoesNotCount() throws Exception {
    var disk = new FakeDisk();
    disk.duringForce(this::hang);
    DiskFile file = waits.seen(disk).open(Path.of("/file"));
    try (Loop loop =
        loop(
            () -> {
              try {
                file.force();
              } catch (IOException refused) {
                throw new UncheckedIOException(refused);
              }
            })) {
      entered.await();
      watchForAMinute(loop);
      assertThat(waits.operation(loop.thread())).isNotEqualTo(DiskWaits.NONE);
      free.countDown();
      await().until(() -> loop.steps() > 0);
      assertThat(waits.operation(loop.thread())).isEqualTo(DiskWaits.NONE);
    }
    assertThat(manager.take()).contains("READY=1").filteredOn("WATCHDOG=1"::equals).hasSize(4);
    assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}

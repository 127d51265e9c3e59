package dev.kiosk.agent.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopTest {

  private static final long FAR = Duration.ofHours(1).toNanos();

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private Loop loop(Step step) {
    return new Loop("test-loop", step, Time.system(), failure::set);
  }

  private static Step step(Runnable work) {
    return new Step() {
      @Override
      public int step(long nowNanos) {
        work.run();
        return 0;
      }

      @Override
      public long wakeAtNanos(long nowNanos) {
        return nowNanos + FAR;
      }
    };
  }

  @Test
  void aWakeMakesItStepSoon() {
    var steps = new AtomicInteger();
    try (Loop loop = loop(step(steps::incrementAndGet)).start()) {
      await().until(() -> steps.get() == 1);
      loop.wake();
      await().atMost(Duration.ofSeconds(4)).until(() -> steps.get() >= 2); // by itself after five
    }
  }

  @Test
  void itMayStayInTheThreadOfWhoeverCalls() throws Exception {
    var stepsBy = new AtomicReference<Thread>();
    Loop loop = loop(step(() -> stepsBy.set(Thread.currentThread())));
    var caller = new Thread(loop::stay);
    caller.start();
    await().until(() -> stepsBy.get() == caller);
    loop.askToStop();
    caller.join(4000); // by itself after five
    assertThat(caller.isAlive()).isFalse();
    loop.stay(); // asked to stop before: it returns
  }

  @Test
  void aStepThatThrowsIsToldAndTheLoopGoesOn() {
    var steps = new AtomicInteger();
    Step broken =
        step(
            () -> {
              if (steps.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
              }
            });
    try (Loop loop = loop(broken).start()) {
      await().until(() -> failure.get() != null);
      loop.wake();
      await().until(() -> steps.get() >= 2);
    }
    assertThat(failure.get()).hasMessage("once");
  }

  @Test
  void itsStepsAreCountedButNotThoseThatThrow() {
    var tried = new AtomicInteger();
    Step broken =
        step(
            () -> {
              if (tried.incrementAndGet() <= 2) {
                throw new IllegalStateException("twice");
              }
            });
    Loop loop = loop(broken).start();
    await()
        .until(
            () -> {
              loop.wake();
              return loop.steps() > 0;
            });
    assertThat(loop.close(Duration.ofSeconds(5))).isTrue();
    assertThat(loop.steps()).isEqualTo(tried.get() - 2);
  }

  @Test
  void closingWaitsForTheStepButNotForEver() throws InterruptedException {
    var entered = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    Step hanging =
        step(
            () -> {
              entered.countDown();
              try {
                free.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    Loop loop = loop(hanging).start();
    entered.await();
    assertThat(loop.close(Duration.ofMillis(50))).isFalse();
    free.countDown();
    assertThat(loop.close(Duration.ofSeconds(5))).isTrue();
  }

  /** A step that wants to be called at a time of a clock that a test sets. */
  private static final class Errand implements Step {
    private final AtomicInteger steps = new AtomicInteger();
    private volatile long atNanos;

    @Override
    public int step(long nowNanos) {
      steps.incrementAndGet();
      return 0;
    }

    @Override
    public long wakeAtNanos(long nowNanos) {
      return atNanos;
    }
  }

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ManualTime time = new ManualTime();
  private final Alarm alarm = new Alarm();
  private final Errand errand = new Errand();

  private Loop called() {
    return new Loop("test-loop", errand, time, failure::set).calledBy(alarm);
  }

  @Test
  void whoHasLongToWaitHasNoThreadUntilItsAlarm() {
    errand.atNanos = time.nanos() + 30 * SECOND;
    try (Loop loop = called().start()) {
      await().until(() -> loop.thread() == null);
      await().until(() -> alarm.wakeAtNanos(time.nanos()) == errand.atNanos);
      assertThat(errand.steps).hasValue(1);
      time.pass(Duration.ofSeconds(29));
      assertThat(alarm.step(time.nanos())).isZero();
      time.pass(Duration.ofSeconds(1));
      errand.atNanos = time.nanos() + 30 * SECOND;
      assertThat(alarm.step(time.nanos())).isEqualTo(1);
      await().until(() -> errand.steps.get() == 2);
      await().until(() -> loop.thread() == null);
    }
  }

  @Test
  void whoIsSoonNeededKeepsItsThread() {
    errand.atNanos = time.nanos() + SECOND;
    try (Loop loop = called().start()) {
      Thread first = loop.thread();
      await().until(() -> errand.steps.get() == 1);
      loop.wake();
      await().atMost(Duration.ofSeconds(4)).until(() -> errand.steps.get() >= 2);
      assertThat(loop.thread()).isSameAs(first);
    }
  }

  @Test
  void aWakeEndsTheRestBeforeTheAlarm() {
    errand.atNanos = time.nanos() + 30 * SECOND;
    try (Loop loop = called().start()) {
      await().until(() -> loop.thread() == null);
      loop.wake();
      await().until(() -> errand.steps.get() == 2);
    }
  }

  @Test
  void whatRestsIsStoppedAtOnceAndStaysSo() {
    errand.atNanos = time.nanos() + 30 * SECOND;
    Loop loop = called().start();
    await().until(() -> loop.thread() == null);
    await().until(() -> alarm.wakeAtNanos(time.nanos()) == errand.atNanos);
    assertThat(loop.close(Duration.ZERO)).isTrue();
    time.pass(Duration.ofSeconds(30));
    alarm.step(time.nanos());
    assertThat(loop.thread()).isNull();
    assertThat(errand.steps).hasValue(1);
  }

  @Test
  void anAlarmTellsWhoStepsItThatACallHasCome() {
    var told = new AtomicInteger();
    alarm.onEarlier(told::incrementAndGet);
    errand.atNanos = time.nanos() + 30 * SECOND;
    try (Loop loop = called().start()) {
      await().until(() -> told.get() == 1);
      assertThat(loop.steps()).isEqualTo(1);
    }
  }
}

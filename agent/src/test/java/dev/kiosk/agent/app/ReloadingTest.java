package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReloadingTest {

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Reloading reloading = new Reloading(ended::countDown);
  private final AtomicInteger begun = new AtomicInteger();
  private final SynchronousQueue<Boolean> outcomes = new SynchronousQueue<>();

  /** A reload that ends as the test says. */
  private boolean reload() {
    begun.incrementAndGet();
    try {
      return outcomes.take();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static boolean noThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(t -> t.getName().equals("reload"));
  }

  @Test
  void askedForBeforeTheAgentIsUpItIsServedAfterwards() throws Exception {
    reloading.ask();
    reloading.serve(this::reload);
    outcomes.put(true);
    await().until(ReloadingTest::noThread);
    assertThat(begun).hasValue(1);
  }

  @Test
  void whoeverAsksDuringOneIsServedByOneMore() throws Exception {
    reloading.serve(this::reload);
    reloading.ask();
    await().until(() -> begun.get() == 1);
    reloading.ask();
    reloading.ask();
    outcomes.put(true);
    outcomes.put(true);
    await().until(ReloadingTest::noThread);
    assertThat(begun).hasValue(2);
    assertThat(ended.getCount()).isEqualTo(1);
  }

  @Test
  void itCostsNoThreadWhileNobodyAsks() throws Exception {
    reloading.serve(this::reload);
    assertThat(noThread()).isTrue();
    for (int i = 1; i <= 2; i++) {
      reloading.ask();
      outcomes.put(true);
      await().until(ReloadingTest::noThread);
      assertThat(begun).hasValue(i);
    }
  }

  @Test
  void whereNothingRunsAnyMoreTheProcessEnds() throws Exception {
    reloading.serve(this::reload);
    reloading.ask();
    outcomes.put(false);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(reloading.exitCode()).isEqualTo(ServiceProcess.IO);
  }

  @Test
  void anUnexpectedErrorEndsTheProcessToo() throws Exception {
    reloading.serve(
        () -> {
          throw new IllegalStateException("broken");
        });
    reloading.ask();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(reloading.exitCode()).isEqualTo(ServiceProcess.IO);
  }
}

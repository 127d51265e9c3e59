package dev.kiosk.simulator.hub.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.HubTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30) // less than the patience: who waits for a disk that hangs here has failed
class BacklogTest {

  private static final long PATIENCE_MILLIS = 60_000;

  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private final AtomicLong nowMillis = new AtomicLong(1_000);
  private final CountDownLatch mended = new CountDownLatch(1);
  private final Backlog backlog =
      new Backlog(disk, new HubTime(() -> nowMillis.get() * 1_000_000, () -> 0L), PATIENCE_MILLIS);

  @AfterEach
  void end() {
    mended.countDown();
    disk.shutdownNow();
  }

  private void hang() {
    try {
      mended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Backlog.Job takes(long millis) {
    return () -> nowMillis.addAndGet(millis);
  }

  @Test
  void thoseWhoWaitOneBehindTheOtherShareOnePatience() throws Exception {
    backlog.addAndWait(takes(PATIENCE_MILLIS / 2));
    backlog.addAndWait(takes(PATIENCE_MILLIS / 2));
    assertThatThrownBy(() -> backlog.addAndWait(this::hang))
        .isInstanceOf(Backlog.LateException.class);
    assertThat(backlog.behindMillis()).isPositive();
    assertThatThrownBy(() -> backlog.addAndWait(this::hang)).hasMessageContaining("is behind");
    mended.countDown();
    await().until(() -> backlog.behindMillis() == 0);
    backlog.addAndWait(takes(1));
  }

  @Test
  void whoeverComesLaterHasAPatienceOfHisOwn() throws Exception {
    for (int i = 0; i < 4; i++) {
      backlog.addAndWait(takes(PATIENCE_MILLIS / 2));
      nowMillis.addAndGet(PATIENCE_MILLIS / 2);
    }
    for (int i = 0; i < 100; i++) {
      backlog.addAndWait(takes(PATIENCE_MILLIS / 30)); // quick enough, though never idle
    }
    assertThat(backlog.behindMillis()).isZero();
  }

  @Test
  void aDiskIsBehindByTheAgeOfWhatItHasNotDone() throws Exception {
    backlog.addLater(this::hang);
    assertThat(backlog.behindMillis()).isZero();
    nowMillis.addAndGet(PATIENCE_MILLIS);
    assertThat(backlog.behindMillis()).isEqualTo(PATIENCE_MILLIS);
    assertThatThrownBy(() -> backlog.addAndWait(this::hang)).hasMessageContaining("is behind");
  }

  @Test
  void whatFailsWithAnErrorDoesNotHoldUpWhatComesAfterIt() throws Exception {
    Backlog.Job noMemory =
        () -> {
          throw new OutOfMemoryError("so the test says");
        };
    assertThatThrownBy(() -> backlog.addAndWait(noMemory))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(Backlog.LateException.class)
        .hasMessageContaining("so the test says");
    List<String> done = new ArrayList<>();
    backlog.addLater(noMemory);
    backlog.addAndWait(() -> done.add("next"));
    assertThat(done).containsExactly("next");
    assertThat(backlog.behindMillis()).isZero();
  }
}

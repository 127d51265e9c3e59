package dev.kiosk.simulator.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWriterTest {

  private static final SpoolId SPOOL = new SpoolId("acme", "T1-K017", "spool");

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** Appends one event at a position and tells what becomes of it. */
  private class Append implements StoreWriter.Job {
    private final long position;

    private Append(long position) {
      this.position = position;
    }

    @Override
    public boolean apply(EventStore store) {
      return store.append(Batches.of(SPOOL, "readings", position, 1), 0) != null;
    }

    @Override
    public void durable(EventStore store) {
      told.add("durable " + position);
    }

    @Override
    public void failed(String reason) {
      told.add("failed " + position + ": " + reason);
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void jobsBecomeDurableInTheirOrder(@TempDir Path dir) throws Exception {
    try (StoreWriter writer =
        StoreWriter.start(EventStore.open(dir), System::nanoTime, store -> false)) {
      for (int i = 0; i < 100; i++) {
        writer.submit(new Append(i));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(next()).isEqualTo("durable " + i);
      }
    }
  }

  @Test
  void anUrgentJobGoesBeforeThoseThatWait(@TempDir Path dir) throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (StoreWriter writer =
        StoreWriter.start(EventStore.open(dir), System::nanoTime, store -> false)) {
      writer.submit(
          new Append(0) {
            @Override
            public boolean apply(EventStore store) {
              begun.countDown();
              pass(goOn);
              return super.apply(store);
            }
          });
      pass(begun);
      writer.submit(new Append(1));
      writer.submitUrgent(new Append(2));
      goOn.countDown();

      assertThat(List.of(next(), next(), next()))
          .containsExactly("durable 0", "durable 2", "durable 1");
    }
  }

  private static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void closingStoresWhatWaitsAndFailsWhatComesLater(@TempDir Path dir) throws Exception {
    StoreWriter writer = StoreWriter.start(EventStore.open(dir), System::nanoTime, store -> false);
    writer.submit(new Append(0));
    writer.close();
    assertThat(next()).isEqualTo("durable 0");
    writer.submit(new Append(1));
    assertThat(next()).isEqualTo("failed 1: the hub is stopping");
    writer.close();
    try (EventStore again = EventStore.open(dir)) {
      assertThat(again.nexts(SPOOL)).containsEntry("readings", 1L);
    }
  }

  @Test
  void aStoreThatFailsIsSaidToAllAndNothingIsCalledDurable(@TempDir Path dir) throws Exception {
    EventStore store = EventStore.open(dir);
    try (StoreWriter writer = StoreWriter.start(store, System::nanoTime, none -> false)) {
      writer.submit(new Append(0));
      assertThat(next()).isEqualTo("durable 0");
      store.abandon(); // as MVStore itself does when the disk refuses a write
      writer.submit(new Append(1));
      assertThat(next()).startsWith("failed 1: the hub cannot write its store");
      writer.submit(new Append(2));
      assertThat(next()).startsWith("failed 2: the hub cannot write its store");
      assertThat(writer.failure()).startsWith("the hub cannot write its store");
    }
  }

  @Test
  void removingGoesOnInSlicesBetweenTheJobs(@TempDir Path dir) throws Exception {
    AtomicInteger slices = new AtomicInteger();
    StoreWriter.Trim trim =
        store -> {
          slices.incrementAndGet();
          return true;
        };
    try (StoreWriter writer = StoreWriter.start(EventStore.open(dir), System::nanoTime, trim)) {
      await().until(() -> slices.get() > 3);
      writer.submit(new Append(0));
      assertThat(next()).isEqualTo("durable 0");
    }
  }
}

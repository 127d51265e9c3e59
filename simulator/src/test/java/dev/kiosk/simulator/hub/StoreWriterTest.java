package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWriterTest {

  private static final StreamId READINGS =
      new StreamId(new HostId("acme", "T1-K017"), "spool", StreamId.READINGS);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** Appends one event at a position and tells what becomes of it. */
  private class Append implements StoreWriter.Job {
    private final long position;
    private final List<Event> events;

    private Append(long position) throws ProtocolViolation {
      this.position = position;
      this.events =
          ((AgentFrame.Batch) new FrameDecoder().agentFrame(batch("readings", 0, cpu(1)))).events();
    }

    @Override
    public boolean apply(EventStore store) {
      try {
        store.append(READINGS, position, events);
      } catch (ProtocolViolation tooManyHoles) {
        throw new AssertionError(tooManyHoles);
      }
      return true;
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
    try (StoreWriter writer = StoreWriter.start(EventStore.open(dir), System::nanoTime)) {
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
    try (StoreWriter writer = StoreWriter.start(EventStore.open(dir), System::nanoTime)) {
      writer.submit(
          new Append(0) {
            @Override
            public boolean apply(EventStore store) {
              begun.countDown();
              await(goOn);
              return super.apply(store);
            }
          });
      await(begun);
      writer.submit(new Append(1));
      writer.submitUrgent(new Append(2));
      goOn.countDown();

      assertThat(List.of(next(), next(), next()))
          .containsExactly("durable 0", "durable 2", "durable 1");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void closingStoresWhatWaitsAndFailsWhatComesLater(@TempDir Path dir) throws Exception {
    StoreWriter writer = StoreWriter.start(EventStore.open(dir), System::nanoTime);
    writer.submit(new Append(0));
    writer.close();
    assertThat(next()).isEqualTo("durable 0");
    writer.submit(new Append(1));
    assertThat(next()).isEqualTo("failed 1: the hub is stopping");
    writer.close();
    try (EventStore again = EventStore.open(dir)) {
      assertThat(again.next(READINGS)).isEqualTo(1);
    }
  }

  @Test
  void aStoreThatFailsIsSaidToAllAndNothingIsCalledDurable(@TempDir Path dir) throws Exception {
    EventStore store = EventStore.open(dir);
    try (StoreWriter writer = StoreWriter.start(store, System::nanoTime)) {
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
}

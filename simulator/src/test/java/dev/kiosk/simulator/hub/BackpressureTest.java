package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.error;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents are slowed down by late receipts only, and only by the store. */
class BackpressureTest {

  /** Holds up the store's thread from when it is told to, as a disk that hangs does. */
  private static final class HungDisk implements HubEvents {
    private final CountDownLatch mended = new CountDownLatch(1);
    private final AtomicBoolean hangs = new AtomicBoolean();
    private final CountDownLatch met = new CountDownLatch(1);

    @Override
    public void eventStored(StoredEvent event) {
      if (hangs.get()) {
        met.countDown();
        try {
          mended.await();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Test
  void aSlowStoreMakesReceiptsLateAndLosesNothing(@TempDir Path dir) throws Exception {
    HungDisk disk = new HungDisk();
    try (HubServer hub = HubServer.start(HubFixture.config(dir), disk);
        Client agent = Client.agent(hub).send(hello());
        Client other = Client.agent(hub).send(hello("acme", "T1-K018", "s"))) {
      agent.next();
      other.next();
      disk.hangs.set(true);
      agent.send(batch("readings", 0, cpu(0)));
      disk.met.await();
      assertThat(agent.next()).isEqualTo(receipt("readings", 1));
      for (int i = 1; i < 100; i++) {
        agent.send(batch("readings", i, cpu(i)));
        other.send(batch("readings", i - 1, cpu("acme", "T1-K018", i)));
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(HubFixture.get(hub, "/metrics").body())
                      .as("one frame of each connection waits, the rest in its socket")
                      .contains("kiosk_hub_store_queue_jobs 2\n"));
      assertThat(agent.isQuiet() && other.isQuiet()).as("no receipt, and not closed").isTrue();
      disk.mended.countDown();
      for (long next = 1; next < 100; ) {
        next = Long.parseLong(agent.next().replaceAll(".*\"next\":(\\d+).*", "$1"));
      }
      for (long next = 0; next < 99; ) {
        next = Long.parseLong(other.next().replaceAll(".*\"next\":(\\d+).*", "$1"));
      }
      assertThat(HubFixture.get(hub, "/api/events?tenant=acme").body().lines()).hasSize(199);
    }
  }

  @Test
  void operatorsThatDoNotReadDelayNoReceipt(@TempDir Path dir) throws Exception {
    try (HubServer hub = HubServer.start(HubFixture.config(dir));
        Client agent = Client.agent(hub).send(hello());
        Client deaf1 = Client.deafOperator(hub, "acme");
        Client deaf2 = Client.deafOperator(hub, "acme");
        Client deaf3 = Client.deafOperator(hub, "acme")) {
      agent.next();
      String[] events = new String[100];
      Arrays.fill(events, error(1, "X".repeat(4000)));
      int batches = 0;
      while (HubFixture.get(hub, "/metrics").body().contains("events_dropped_total 0\n")) {
        assertThat(batches).as("the sockets of the deaf take no end").isLessThan(1_000);
        for (int i = 0; i < 10; i++, batches++) {
          agent.send(batch("alerts", 100L * batches, events));
          assertThat(agent.next()).isEqualTo(receipt("alerts", 100L * (batches + 1)));
        }
      }
      for (int i = 0; i < 20; i++, batches++) { // they hang now, and all goes on
        agent.send(batch("alerts", 100L * batches, events));
        assertThat(agent.next()).isEqualTo(receipt("alerts", 100L * (batches + 1)));
      }
      assertThat(deaf1.isQuiet() && deaf2.isQuiet() && deaf3.isQuiet()).isTrue();
    }
  }
}

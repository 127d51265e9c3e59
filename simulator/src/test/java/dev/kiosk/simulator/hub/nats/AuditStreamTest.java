package dev.kiosk.simulator.hub.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.command.Ledger;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit list in a stream to which all sorts of things happen. */
class AuditStreamTest {

  private static final Ledger.Subject CPU = new Ledger.Subject("acme", "T1-K017", "cpu");

  private NatsServer nats;
  private JetStreamStore store;
  private Connection admin;
  private JetStreamManagement streams;

  /** What a hub has read since it last started over. */
  private static final class Lines implements Ledger.Reader {
    private final List<String> read = new CopyOnWriteArrayList<>();
    private final List<Long> givenUp = new CopyOnWriteArrayList<>();

    @Override
    public void line(long position, String line) {
      read.add(line);
    }

    @Override
    public void wasGivenUp(long position) {
      givenUp.add(position);
    }

    @Override
    public void startOver() {
      read.clear();
    }

    @Override
    public List<String> kept() {
      return read;
    }
  }

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    nats = NatsServer.start(dir);
    store = JetStreamStore.open(nats.config(), System::nanoTime, System::currentTimeMillis);
    admin = Nats.connect(nats.url());
    streams = admin.jetStreamManagement();
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    store.close();
    nats.close();
  }

  private static long add(Ledger ledger, String line) throws Exception {
    return ledger.add(CPU, line).get(10, TimeUnit.SECONDS);
  }

  private static byte[] number(int number) {
    return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
  }

  /** What a hub that starts now has read once it is open. */
  private List<String> readByANewHub() throws Exception {
    Lines lines = new Lines();
    try (Ledger ledger = store.audit()) {
      ledger.open(lines);
      return List.copyOf(lines.read);
    }
  }

  @Test
  void aHubStartsAfterAllLinesWereRemovedOrTheNewestOne() throws Exception {
    try (Ledger ledger = store.audit()) {
      ledger.open(new Lines());
      add(ledger, "one");
      long newest = add(ledger, "two");
      streams.deleteMessage(AuditStream.NAME, newest);
      assertThat(readByANewHub()).containsExactly("one");
      streams.purgeStream(AuditStream.NAME);
      assertThat(readByANewHub()).isEmpty();
      assertThat(add(ledger, "three")).isEqualTo(newest + 1);
      assertThat(readByANewHub()).containsExactly("three");
    }
  }

  @Test
  void aStreamThatIsDeletedIsMadeAnewAndReadFromItsBeginning() throws Exception {
    Lines lines = new Lines();
    try (Ledger ledger = store.audit()) {
      ledger.open(lines);
      add(ledger, "one");
      add(ledger, "two");
      streams.deleteStream(AuditStream.NAME);
      await().until(() -> streams.getStreamNames().contains(AuditStream.NAME));
      await().until(lines.read::isEmpty);
      assertThat(add(ledger, "three")).isEqualTo(1);
      assertThat(lines.read).containsExactly("three");
    }
  }

  @Test
  void aLongListIsReadInOrderAndInPortions() throws Exception {
    try (Ledger ledger = store.audit()) {
      ledger.open(new Lines());
      add(ledger, "0");
      for (int i = 1; i < 1000; i++) {
        admin.publish(Subjects.audit("acme", "K" + i, "cpu"), number(i));
      }
      await()
          .until(
              () -> streams.getStreamInfo(AuditStream.NAME).getStreamState().getMsgCount() == 1000);
      List<String> read = readByANewHub();
      assertThat(read).hasSize(1000).startsWith("0", "1", "2").endsWith("999");
    }
  }

  @Test
  void aLineThatComesBackAfterItWasGivenUpIsKnownAsSuch() throws Exception {
    Lines lines = new Lines();
    try (Ledger ledger = store.audit()) {
      ledger.open(lines);
      add(ledger, "one");
      nats.standStill(true);
      CompletableFuture<Long> late = ledger.add(CPU, "two");
      assertThat(late).failsWithin(Duration.ofSeconds(10));
      assertThat(ledger.lagMillis()).as("longer than a line may take").isGreaterThan(4000);
      nats.standStill(false);
      await().untilAsserted(() -> assertThat(lines.givenUp).containsExactly(2L));
      assertThat(lines.read).containsExactly("one", "two");
      add(ledger, "three");
      assertThat(lines.givenUp).hasSize(1);
    }
  }

  @Test
  void madeUpMetricsTogetherTakeThePlaceOfOne() throws Exception {
    try (Ledger ledger = store.audit()) {
      ledger.open(new Lines());
      for (int i = 0; i < 201; i++) {
        String metric = "metric" + i;
        CompletableFuture<?> unused = ledger.add(new Ledger.Subject("acme", "K1", metric), metric);
      }
      add(ledger, "the last");
      assertThat(readByANewHub()).hasSize(201).startsWith("metric1").endsWith("the last");
    }
  }
}

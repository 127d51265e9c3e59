package dev.kiosk.simulator.hub.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.store.Retention;
import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store.Appended;
import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Cursor;
import dev.kiosk.simulator.hub.store.Store.Entry;
import dev.kiosk.simulator.hub.store.Store.Gap;
import dev.kiosk.simulator.hub.store.Store.Kept;
import dev.kiosk.simulator.hub.store.Store.Known;
import dev.kiosk.simulator.hub.store.StoreConfig;
import dev.kiosk.simulator.hub.store.StoreException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JetStreamStoreTest {

  private static final SpoolId SPOOL = new SpoolId("acme", "T1-K017", "spool");

  NatsServer nats;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    nats = NatsServer.start(dir);
  }

  @AfterEach
  void stop() throws Exception {
    nats.close();
  }

  record Plain(long ts, String json, @Nullable Gap gap) implements Entry {}

  private JetStreamStore open() throws Exception {
    return open(nats.config());
  }

  private static JetStreamStore open(StoreConfig config) throws Exception {
    return JetStreamStore.open(config, System::nanoTime, System::currentTimeMillis);
  }

  private static Batch batch(SpoolId spool, String lane, long first, int count) {
    List<Plain> entries =
        LongStream.range(first, first + count)
            .mapToObj(position -> new Plain(position, "{\"at\":" + position + "}", null))
            .toList();
    return new Batch(spool, lane, first, entries);
  }

  private static Answer append(JetStreamStore store, long first, int count) {
    Answer answer = new Answer();
    store.append(batch(SPOOL, "readings", first, count), answer);
    return answer;
  }

  private static Map<String, Long> nexts(JetStreamStore store, SpoolId spool) throws Exception {
    Answer answer = new Answer();
    store.settle(spool, answer);
    return answer.nexts();
  }

  private static List<Long> positions(JetStreamStore store, String lane, long from) {
    List<Long> read = new ArrayList<>();
    for (Known known : store.lanes("acme", "T1-K017")) {
      if (known.lane().equals(lane)) {
        try (Cursor cursor = store.read(known, from)) {
          for (Kept event = cursor.next(); event != null; event = cursor.next()) {
            assertThat(event.json()).isEqualTo("{\"at\":" + event.position() + "}");
            read.add(event.position());
          }
        }
      }
    }
    return read;
  }

  private static List<Long> range(long first, long end) {
    return LongStream.range(first, end).boxed().toList();
  }

  @Test
  void whatIsStoredIsThereForTheNextHub() throws Exception {
    try (JetStreamStore store = open()) {
      assertThat(nexts(store, SPOOL)).isEmpty();
      Appended done = append(store, 0, 3).stored();
      assertThat(done.fresh().cardinality()).isEqualTo(3);
      assertThat(done.nexts()).containsEntry("readings", 3L);
    }
    nats.kill();
    nats.start();
    try (JetStreamStore store = open()) {
      assertThat(nexts(store, SPOOL)).containsEntry("readings", 3L);
      assertThat(append(store, 0, 5).stored().fresh().cardinality()).isEqualTo(2);
      assertThat(positions(store, "readings", 0)).isEqualTo(range(0, 5));
      assertThat(positions(store, "readings", 4)).isEqualTo(range(4, 5));
    }
  }

  @Test
  void aLaneIsReadByPositionWhateverTheOrderOfItsBatches() throws Exception {
    try (JetStreamStore store = open()) {
      append(store, 20, 10).stored();
      append(store, 0, 5).stored();
      Appended filled = append(store, 3, 20).stored();
      assertThat(filled.fresh().cardinality()).isEqualTo(15);
      assertThat(filled.nexts()).containsEntry("readings", 30L);
      append(store, 40, 2).stored();
      assertThat(positions(store, "readings", 0))
          .hasSize(32)
          .startsWith(range(0, 30).toArray(Long[]::new))
          .endsWith(40L, 41L);
      assertThat(store.lanes("acme", null))
          .containsExactly(new Known(SPOOL, "readings", 30, 32, 10));
    }
  }

  @Test
  void readingFromAnyPositionFindsAllFromThere() throws Exception {
    try (JetStreamStore store = open()) {
      for (int i = 0; i < 40; i++) {
        append(store, 5L * i, 5).stored();
        Answer other = new Answer();
        store.append(batch(new SpoolId("acme", "other", "s"), "alerts", i, 1), other);
        other.stored();
      }
      append(store, 300, 5).stored(); // behind a hole that is filled late
      append(store, 200, 100).stored();
      for (long from : new long[] {1, 5, 99, 100, 199, 200, 299, 300, 304}) {
        assertThat(positions(store, "readings", from)).isEqualTo(range(from, 305));
      }
      assertThat(positions(store, "readings", 305)).isEmpty();
    }
  }

  @Test
  void twoHubsThatWriteTheSameSpoolAtOnceStoreEachPositionOnce() throws Exception {
    int batches = 300;
    try (JetStreamStore one = open();
        JetStreamStore other = open()) {
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        answers.add(append(one, 2L * i, 3)); // each overlaps the next, at both
        answers.add(append(other, 2L * i, 3));
      }
      int fresh = 0;
      for (Answer answer : answers) {
        fresh += answer.stored().fresh().cardinality();
      }
      assertThat(fresh).isEqualTo(2 * batches + 1);
      assertThat(positions(one, "readings", 0)).isEqualTo(range(0, 2 * batches + 1));
    }
  }

  @Test
  void aGapMovesTheOtherLaneOfTheSpool() throws Exception {
    try (JetStreamStore store = open()) {
      Answer answer = new Answer();
      Plain gap = new Plain(1, "{\"type\":\"gap\"}", new Gap("readings", 0, 10));
      store.append(new Batch(SPOOL, "alerts", 0, List.of(gap)), answer);
      assertThat(answer.stored().nexts()).containsEntry("readings", 10L);
      assertThat(append(store, 5, 10).stored().fresh().cardinality()).isEqualTo(5);
      assertThat(positions(store, "readings", 0)).isEqualTo(range(10, 15));
    }
  }

  @Test
  void aBatchThatDoesNotFitIntoOneMessageIsStoredWhole() throws Exception {
    try (JetStreamStore store = open()) {
      String text = "{\"text\":\"" + "x".repeat(60_000) + "\"}";
      List<Plain> entries = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        entries.add(new Plain(i, text, null));
      }
      Answer answer = new Answer();
      store.append(new Batch(SPOOL, "readings", 0, entries), answer);
      Appended done = answer.stored();
      assertThat(done.first()).isZero();
      assertThat(done.fresh().cardinality()).isEqualTo(40);
      assertThat(done.nexts()).containsEntry("readings", 40L);
      Plain huge = new Plain(0, "{\"text\":\"" + "x".repeat(1_000_000) + "\"}", null);
      Answer refused = new Answer();
      store.append(new Batch(SPOOL, "readings", 40, List.of(huge)), refused);
      assertThat(refused.next()).startsWith("refused an event is longer than the store takes");
      assertThat(append(store, 40, 1).stored().nexts()).containsEntry("readings", 41L);
    }
  }

  @Test
  void nothingIsCalledStoredWhileNatsIsAwayAndItGoesOnByItself() throws Exception {
    try (JetStreamStore store = open()) {
      append(store, 0, 1).stored();
      nats.kill();
      await().until(() -> store.failure() != null);
      assertThat(store.failure()).contains("is away");
      Answer meanwhile = append(store, 1, 1);
      assertThat(meanwhile.next()).startsWith("failed the hub's store does not answer");
      nats.start();
      await().until(() -> store.failure() == null);
      assertThat(nexts(store, SPOOL)).containsEntry("readings", 1L);
      assertThat(append(store, 1, 1).stored().nexts()).containsEntry("readings", 2L);
    }
  }

  @Test
  void whatIsAskedForWhileNatsIsAwayOnlyAMomentIsDoneWhenItIsBack() throws Exception {
    try (JetStreamStore store = open()) {
      append(store, 0, 1).stored();
      nats.kill();
      Answer meanwhile = append(store, 1, 1);
      nats.start();
      assertThat(meanwhile.stored().nexts()).containsEntry("readings", 2L);
    }
  }

  @Test
  void tenantsAndHostsAreKeptApartWhateverTheirNames() throws Exception {
    List<SpoolId> spools = new ArrayList<>();
    for (String tenant : List.of("acme", "acme.eu", "*", ">", "a c", "acme%2Eeu")) {
      for (String host : List.of("k", "k.1", "*", ">", "☂ 1")) {
        spools.add(new SpoolId(tenant, host, "s.*"));
      }
    }
    try (JetStreamStore store = open()) {
      for (int i = 0; i < spools.size(); i++) {
        Answer answer = new Answer();
        store.append(batch(spools.get(i), "alerts", 0, i + 1), answer);
        answer.stored();
      }
      for (int i = 0; i < spools.size(); i++) {
        assertThat(nexts(store, spools.get(i))).containsExactly(Map.entry("alerts", i + 1L));
        SpoolId spool = spools.get(i);
        assertThat(store.lanes(spool.tenantId(), spool.host()))
            .containsExactly(new Known(spool, "alerts", i + 1, i + 1, 0));
        assertThat(store.lanes(spool.tenantId(), null)).hasSize(5);
      }
    }
  }

  @Test
  void theOldestIsRemovedBySizeAndNothingIsAskedForAgain() throws Exception {
    SpoolId quiet = new SpoolId("acme", "quiet", "spool");
    StoreConfig small = new StoreConfig(nats.url(), 1, new Retention(null, 100_000));
    try (JetStreamStore store = open(small)) {
      Answer first = new Answer();
      store.append(batch(quiet, "alerts", 0, 3), first);
      first.stored();
      for (int i = 0; i < 500; i++) {
        append(store, 10L * i, 10).stored();
      }
      assertThat(store.keptSinceMillis()).isNull();
      store.trim();
      assertThat(store.keptSinceMillis()).isNotNull();
      assertThat(positions(store, "readings", 0)).endsWith(4999L).hasSizeBetween(1000, 4000);
      assertThat(positions(store, "readings", 10)).endsWith(4999L).hasSizeBetween(1000, 4000);
      assertThat(positions(store, "readings", 5000)).isEmpty();
      assertThat(nexts(store, SPOOL)).containsEntry("readings", 5000L);
    }
    try (JetStreamStore store = open(small)) {
      assertThat(nexts(store, quiet)).containsEntry("alerts", 3L);
      assertThat(append(store, 0, 10).stored().fresh().cardinality()).isZero();
      assertThat(store.lanes("acme", "quiet")).containsExactly(new Known(quiet, "alerts", 3, 3, 0));
    }
  }

  @Test
  void theOldestIsRemovedByAge() throws Exception {
    long[] nowMillis = {System.currentTimeMillis()};
    StoreConfig brief =
        new StoreConfig(nats.url(), 1, new Retention(Duration.ofHours(1), Long.MAX_VALUE));
    try (JetStreamStore store = JetStreamStore.open(brief, System::nanoTime, () -> nowMillis[0])) {
      append(store, 0, 10).stored();
      store.trim();
      assertThat(positions(store, "readings", 0)).hasSize(10);
      nowMillis[0] += Duration.ofHours(2).toMillis();
      store.trim();
      assertThat(positions(store, "readings", 0)).isEmpty();
      assertThat(positions(store, "readings", 9)).isEmpty();
      assertThat(nexts(store, SPOOL)).containsEntry("readings", 10L);
      assertThat(append(store, 10, 1).stored().fresh().cardinality()).isEqualTo(1);
    }
  }

  @Test
  void aLaneOfWhichTheServerDoesNotHaveAllIsNeverCutShort() throws Exception {
    try (JetStreamStore store = open()) {
      append(store, 0, 5).stored();
      Known more = new Known(SPOOL, "readings", 8, 8, 0); // as a server tells that is ahead
      for (long from : new long[] {0, 5}) {
        try (Cursor cursor = store.read(more, from)) {
          for (long position = from; position < 5; position++) {
            assertThat(String.valueOf(cursor.next())).contains("{\"at\":" + position + "}");
          }
          assertThatThrownBy(cursor::next)
              .isInstanceOf(UncheckedIOException.class)
              .hasMessageStartingWith("the store cannot be read now: ");
        }
      }
    }
  }

  @Test
  void aServerThatDoesNotHaveAllYetIsWaitedFor() throws Exception {
    try (JetStreamStore store = open()) {
      append(store, 0, 5).stored();
      Cursor cursor = store.read(new Known(SPOOL, "readings", 308, 308, 0), 0);
      for (int i = 0; i < 5; i++) {
        assertThat(cursor.next()).isNotNull();
      }
      CompletableFuture<Kept> sixth = CompletableFuture.supplyAsync(cursor::next);
      for (int position = 5; position < 308; position++) {
        append(store, position, 1).stored();
      }
      assertThat(sixth).succeedsWithin(Duration.ofSeconds(15));
      assertThat(sixth.get().position()).isEqualTo(5);
      for (int position = 6; position < 308; position++) {
        assertThat(String.valueOf(cursor.next())).contains("{\"at\":" + position + "}");
      }
      assertThat(cursor.next()).isNull();
      cursor.close();
    }
  }

  @Test
  void aMessageThatIsMissingWithinALaneIsNoReasonToRefuseTheRest() throws Exception {
    Connection admin = Nats.connect(nats.url());
    try (JetStreamStore store = open()) {
      for (int i = 0; i < 4; i++) {
        append(store, 5L * i, 5).stored();
      }
      admin.jetStreamManagement().deleteMessage(Stream.NAME, 2);
      assertThat(positions(store, "readings", 0)).hasSize(15).doesNotContain(5L).endsWith(19L);
      assertThat(positions(store, "readings", 7)).isEqualTo(range(10, 20));
    } finally {
      admin.close();
    }
  }

  @Test
  void aUserWithPasswordIsLetInAndThePasswordIsNeverTold(@TempDir Path folder) throws Exception {
    try (NatsServer guarded = NatsServer.start(folder, "--user", "hub", "--pass", "secret-1")) {
      String url = guarded.url().replace("//", "//hub:secret-1@");
      try (JetStreamStore store = open(new StoreConfig(url, 1, Retention.FOREVER))) {
        assertThat(append(store, 0, 1).stored().nexts()).containsEntry("readings", 1L);
        guarded.kill();
        await().until(() -> store.failure() != null);
        assertThat(store.failure()).doesNotContain("secret-1");
      }
      guarded.start();
      StoreConfig wrong = new StoreConfig(url.replace("-1", "-2"), 1, Retention.FOREVER);
      assertThatThrownBy(() -> open(wrong))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot be reached")
          .hasMessageNotContaining("secret-2");
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidInOneLine() throws Exception {
    nats.kill();
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("NATS at nats://127.0.0.1:")
        .hasMessageContaining("cannot be reached");
  }
}

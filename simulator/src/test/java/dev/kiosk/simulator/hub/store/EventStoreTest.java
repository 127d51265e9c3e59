package dev.kiosk.simulator.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.simulator.hub.store.Store.Appended;
import dev.kiosk.simulator.hub.store.Store.Cursor;
import dev.kiosk.simulator.hub.store.Store.Gap;
import dev.kiosk.simulator.hub.store.Store.Kept;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStoreTest {

  private static final SpoolId SPOOL = new SpoolId("acme", "T1-K017", "spool");

  private static Appended append(EventStore store, long first, int count) {
    Appended done = store.append(Batches.of(SPOOL, "readings", first, count), 0);
    if (done == null) {
      throw new AssertionError("refused");
    }
    return done;
  }

  private static List<Long> positions(EventStore store, long from) {
    List<Long> read = new ArrayList<>();
    try (Cursor cursor = store.read(SPOOL, "readings", from)) {
      for (Kept event = cursor.next(); event != null; event = cursor.next()) {
        assertThat(event.json()).isEqualTo("{\"at\":" + event.position() + "}");
        read.add(event.position());
      }
    }
    return read;
  }

  private static List<Long> range(long first, long end) {
    return LongStream.range(first, end).boxed().toList();
  }

  @Test
  void whatWasNotCommittedIsGoneWithItsPositionsAfterACrash(@TempDir Path dir) throws Exception {
    EventStore store = EventStore.open(dir);
    append(store, 0, 1);
    store.commit();
    append(store, 1, 1);
    assertThat(store.nexts(SPOOL)).containsEntry("readings", 2L);
    store.abandon();
    try (EventStore again = EventStore.open(dir)) {
      assertThat(again.nexts(SPOOL)).containsEntry("readings", 1L);
      assertThat(positions(again, 0)).containsExactly(0L);
    }
  }

  @Test
  void aLaneIsReadByPositionWhateverTheOrderAndTheShapeOfItsBatches(@TempDir Path dir)
      throws Exception {
    try (EventStore store = EventStore.open(dir)) {
      append(store, 20, 10);
      append(store, 0, 5);
      Appended filled = append(store, 3, 20);
      assertThat(filled.fresh().stream().boxed().toList())
          .containsExactlyElementsOf(range(2, 17).stream().map(Long::intValue).toList());
      assertThat(filled.nexts()).containsEntry("readings", 30L);
      assertThat(positions(store, 0)).isEqualTo(range(0, 30));
      assertThat(positions(store, 7)).isEqualTo(range(7, 30));
      assertThat(positions(store, 29)).isEqualTo(range(29, 30));
      assertThat(positions(store, 30)).isEmpty();
    }
  }

  @Test
  void aLaneIsReadTheSameWhetherItsRunsAreIndexedOrNot(@TempDir Path dir) throws Exception {
    EventStore store = EventStore.open(dir);
    append(store, 0, 5);
    append(store, 20, 5);
    store.index();
    append(store, 5, 5);
    append(store, 10, 10);
    assertThat(store.unindexed()).isEqualTo(2);
    assertThat(positions(store, 0)).isEqualTo(range(0, 25));
    assertThat(positions(store, 7)).isEqualTo(range(7, 25));
    store.commit();
    store.abandon();
    try (EventStore again = EventStore.open(dir)) {
      assertThat(again.unindexed()).isEqualTo(2);
      assertThat(positions(again, 0)).isEqualTo(range(0, 25));
      again.index();
      assertThat(again.unindexed()).isZero();
      assertThat(positions(again, 12)).isEqualTo(range(12, 25));
    }
  }

  @Test
  void whatAGapHasSettledIsNotStoredAfterwards(@TempDir Path dir) throws Exception {
    try (EventStore store = EventStore.open(dir)) {
      Appended gap = store.append(Batches.gap(SPOOL, 0, new Gap("readings", 0, 4)), 0);
      assertThat(gap).isNotNull();
      assertThat(append(store, 2, 4).fresh().cardinality()).isEqualTo(2);
      assertThat(positions(store, 0)).containsExactly(4L, 5L);
    }
  }

  @Test
  void theFileDoesNotGrowWithTheNumberOfCommits(@TempDir Path dir) throws Exception {
    try (EventStore store = EventStore.open(dir)) {
      for (int i = 0; i < 3000; i++) {
        append(store, i, 1);
        store.commit();
        if (i % 300 == 299) {
          store.tidy();
        }
      }
    }
    assertThat(Files.size(dir.resolve("hub.mv"))).isLessThan(64L << 20);
  }

  @Test
  void aFileOfAnotherLayoutIsRefusedAndLeftAlone(@TempDir Path dir) throws Exception {
    try (MVStore older = MVStore.open(dir.resolve("hub.mv").toString())) {
      older.openMap("streams").put("a", "b");
    }
    assertThatThrownBy(() -> EventStore.open(dir))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("layout 0, this hub reads 2");
    assertThatThrownBy(() -> EventStore.open(dir)).hasMessageContaining("layout 0");
  }
}

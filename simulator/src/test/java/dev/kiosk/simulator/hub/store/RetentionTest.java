package dev.kiosk.simulator.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.store.Store.Appended;
import dev.kiosk.simulator.hub.store.Store.Cursor;
import dev.kiosk.simulator.hub.store.Store.Kept;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final SpoolId ONE = new SpoolId("acme", "T1-K017", "spool");
  private static final SpoolId OTHER = new SpoolId("acme", "T1-K018", "spool");
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final long NO_AGE = Long.MIN_VALUE;

  private static Appended append(EventStore store, SpoolId spool, long first, long nowMillis) {
    Appended done = store.append(Batches.of(spool, "readings", first, 10), nowMillis);
    if (done == null) {
      throw new AssertionError("refused");
    }
    return done;
  }

  private static List<Long> positions(EventStore store, SpoolId spool) {
    List<Long> read = new ArrayList<>();
    try (Cursor cursor = store.read(spool, "readings", 0)) {
      for (Kept event = cursor.next(); event != null; event = cursor.next()) {
        read.add(event.position());
      }
    }
    return read;
  }

  private static void removeAll(EventStore store, long cutMillis, long maxBytes) {
    while (store.removeOldest(cutMillis, maxBytes)) {
      store.commit();
    }
    store.commit();
  }

  @Test
  void whatArrivedFirstGoesFirstOverAllSpools(@TempDir Path dir) throws Exception {
    try (EventStore store = EventStore.open(dir)) {
      append(store, ONE, 0, 1000);
      append(store, OTHER, 0, 2000);
      append(store, ONE, 10, 3000);
      assertThat(store.keptSinceMillis()).isNull();
      removeAll(store, 2000, NO_LIMIT);
      assertThat(positions(store, ONE)).startsWith(10L).hasSize(10);
      assertThat(positions(store, OTHER)).hasSize(10);
      assertThat(store.keptSinceMillis()).isEqualTo(2000);
      removeAll(store, 3000, NO_LIMIT);
      assertThat(positions(store, OTHER)).isEmpty();
      assertThat(store.keptSinceMillis()).isEqualTo(3000);
    }
  }

  @Test
  void aSizeIsKeptToAndTheNewestStay(@TempDir Path dir) throws Exception {
    try (EventStore store = EventStore.open(dir)) {
      for (int i = 0; i < 500; i++) {
        append(store, ONE, 10L * i, i);
      }
      long half = store.keptBytes() / 2;
      removeAll(store, NO_AGE, half);
      assertThat(store.keptBytes()).isBetween(half - 1000, half);
      assertThat(positions(store, ONE)).endsWith(4999L).hasSizeBetween(2400, 2600);
    }
  }

  @Test
  void whatWasRemovedIsNeitherAskedForNorStoredAgainAlsoAfterARestart(@TempDir Path dir)
      throws Exception {
    try (EventStore store = EventStore.open(dir)) {
      append(store, ONE, 0, 1000);
      removeAll(store, 5000, NO_LIMIT);
      assertThat(positions(store, ONE)).isEmpty();
    }
    try (EventStore store = EventStore.open(dir)) {
      assertThat(store.nexts(ONE)).containsEntry("readings", 10L);
      assertThat(append(store, ONE, 0, 6000).fresh().cardinality()).isZero();
      assertThat(positions(store, ONE)).isEmpty();
      assertThat(append(store, ONE, 10, 6000).fresh().cardinality()).isEqualTo(10);
      assertThat(positions(store, ONE)).startsWith(10L).hasSize(10);
    }
  }

  @Test
  void oneSliceIsSmallHoweverMuchThereIsToRemove(@TempDir Path dir) throws Exception {
    try (EventStore store = EventStore.open(dir)) {
      for (int i = 0; i < 1000; i++) {
        append(store, ONE, 10L * i, 1000);
      }
      assertThat(store.removeOldest(5000, NO_LIMIT)).isTrue();
      assertThat(positions(store, ONE)).hasSizeGreaterThan(7000);
      removeAll(store, 5000, NO_LIMIT);
      assertThat(positions(store, ONE)).isEmpty();
      assertThat(store.keptBytes()).isZero();
    }
  }
}

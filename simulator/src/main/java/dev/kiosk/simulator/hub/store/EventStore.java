package dev.kiosk.simulator.hub.store;

import dev.kiosk.simulator.hub.store.Coverage.Range;
import dev.kiosk.simulator.hub.store.Store.Appended;
import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Entry;
import dev.kiosk.simulator.hub.store.Store.Gap;
import dev.kiosk.simulator.hub.store.Store.Kept;
import dev.kiosk.simulator.hub.store.Store.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * Every event once, by its identity, in one file that survives kill -9 and power cuts.
 *
 * <pre>
 *   streams   tenant, host, spool, lane ─▶ number, stored, next, islands       {@link StreamState}
 *   arrivals  running number            ─▶ stream, when, positions, texts      {@link Run}
 *   runs      stream, first position    ─▶ running number, put down late       {@link RunIndex}
 *   totals    name                      ─▶ number
 * </pre>
 *
 * <p>MVStore writes changes as chunks behind the last one and never over what the last chunk needs,
 * so a torn chunk costs only itself. Its own background thread, which would write at any time, is
 * switched off. It may still write a chunk early when changes take up much memory, but never fsyncs
 * by itself: what was changed is durable after {@link #commit()}, which writes the rest and then
 * fsyncs, and is not to be called durable before. Since a crash may fall between any two changes, a
 * stream gets its number before its first run, and a run is put before its positions count as
 * settled; a run that is found without that is put again, and reading takes the newer one.
 *
 * <p>Events are removed in the order of their arrival. Streams are not, so that nothing is asked
 * for or stored again.
 *
 * <p>Changes come from one thread, see {@link StoreWriter}; reading is free for all.
 */
final class EventStore implements AutoCloseable {

  /**
   * More open ranges than any agent has in flight; each is kept in memory while it is worked on.
   */
  static final int MAX_ISLANDS = 4096;

  /** Pages held in memory, in MiB. */
  private static final int CACHE_MIB = 32;

  /** Small, since each commit writes the last page of each stream that it touched anew. */
  private static final int PAGE_BYTES = 4 << 10;

  /** Housekeeping goes for chunks that are filled less than this, in percent. */
  private static final int FILL_RATE = 60;

  /** The most that one turn of housekeeping rewrites. */
  private static final int REWRITE_BYTES = 4 << 20;

  /** The most that is removed at once. */
  private static final int SLICE_RUNS = 200;

  private static final int SLICE_BYTES = 1 << 20;

  /** Of the layout above; a file without a version is empty, or of before there were arrivals. */
  private static final int VERSION = 2;

  /** The total of what is kept, in bytes. */
  private static final String BYTES = "bytes";

  /** The running number behind the last arrival whose run is in the map of runs. */
  private static final String INDEXED = "indexed";

  /** The running number behind the last arrival that was removed. */
  private static final String REMOVED = "removed";

  private static final Store.Cursor NOTHING =
      new Store.Cursor() {
        @Override
        public @Nullable Kept next() {
          return null;
        }

        @Override
        public void close() {}
      };

  private final MVStore store;
  private final MVMap<String, StreamState> streams;
  private final MVMap<Long, Run> arrivals;
  private final RunIndex runs;
  private final MVMap<String, Long> totals;

  private EventStore(MVStore store) {
    this.store = store;
    this.streams =
        store.openMap(
            "streams",
            new MVMap.Builder<String, StreamState>()
                .keyType(StringDataType.INSTANCE)
                .valueType(new StreamState.Type()));
    this.arrivals =
        store.openMap(
            "arrivals",
            new MVMap.Builder<Long, Run>()
                .keyType(LongDataType.INSTANCE)
                .valueType(new Run.Type()));
    this.runs =
        new RunIndex(
            store.openMap(
                "runs",
                new MVMap.Builder<RunKey, Long>()
                    .keyType(new RunKey.Type())
                    .valueType(LongDataType.INSTANCE)));
    this.totals =
        store.openMap(
            "totals",
            new MVMap.Builder<String, Long>()
                .keyType(StringDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    recall();
  }

  /** Holds the runs in memory that were not put down, see {@link RunIndex}. */
  private void recall() {
    for (Iterator<Long> late = arrivals.keyIterator(total(INDEXED)); late.hasNext(); ) {
      Long arrival = late.next();
      Run run = arrivals.get(arrival);
      if (run != null) {
        runs.put(run.key(), arrival);
      }
    }
  }

  /**
   * Opens the store of a folder, which is made if absent.
   *
   * @throws StoreException when the folder or the file cannot be used
   */
  static EventStore open(Path dir) throws StoreException {
    Path file = dir.resolve("hub.mv");
    try {
      Files.createDirectories(dir);
      if (!Files.isWritable(dir)) {
        throw new StoreException("data folder %s is not writable".formatted(dir));
      }
      MVStore store =
          new MVStore.Builder()
              .fileName(file.toString())
              .autoCommitDisabled()
              .cacheSize(CACHE_MIB)
              .pageSplitSize(PAGE_BYTES)
              .open();
      checkVersion(store, file);
      return new EventStore(store);
    } catch (MVStoreException refused) {
      throw new StoreException(
          refused.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
              ? "data folder %s is in use by another hub".formatted(dir)
              : "store %s cannot be opened: %s".formatted(file, refused.getMessage()),
          refused);
    } catch (StoreException known) {
      throw known;
    } catch (IOException refused) {
      throw StoreException.of("data folder %s cannot be used".formatted(dir), refused);
    }
  }

  private static void checkVersion(MVStore store, Path file) throws StoreException {
    if (store.hasMap("streams") && store.getStoreVersion() != VERSION) {
      int found = store.getStoreVersion();
      store.closeImmediately();
      throw new StoreException(
          "store %s has layout %d, this hub reads %d; read it with the hub that wrote it, or move it away"
              .formatted(file, found, VERSION));
    }
    store.setStoreVersion(VERSION);
  }

  /**
   * Holds a batch, to be durable with the next {@link #commit()}.
   *
   * @param nowMillis when it arrived, in milliseconds since the Unix epoch
   * @return what it came to, or null when the stream would have more open ranges than can be in
   *     flight; nothing is changed then
   */
  @Nullable Appended append(Batch batch, long nowMillis) {
    StreamKey stream = new StreamKey(batch.spool(), batch.lane());
    StreamState state = state(stream);
    List<? extends Entry> entries = batch.entries();
    Coverage before = state.coverage();
    long first = batch.first() == Store.NEXT ? before.next() : batch.first();
    Coverage after = before.with(new Range(first, first + entries.size()));
    if (after.islands().size() > MAX_ISLANDS) {
      return null;
    }
    streams.putIfAbsent(stream.text(), state);
    BitSet fresh = new BitSet(entries.size());
    List<Kept> events = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      fresh.set(i, !before.has(first + i));
      events.add(new Kept(first + i, entries.get(i).ts(), entries.get(i).json()));
    }
    putRuns(new Run(state.number(), nowMillis, events), fresh);
    streams.put(
        stream.text(),
        new StreamState(state.number(), after, state.stored() + fresh.cardinality()));
    Map<String, Long> nexts = new HashMap<>();
    nexts.put(batch.lane(), after.next());
    for (Entry entry : entries) {
      Gap gap = entry.gap();
      if (gap != null) {
        nexts.put(gap.lane(), settle(stream.withLane(gap.lane()), gap));
      }
    }
    return new Appended(first, fresh, nexts);
  }

  /** Puts those events of a batch that are fresh, by index. */
  private void putRuns(Run batch, BitSet fresh) {
    for (int from = fresh.nextSetBit(0); from >= 0; ) {
      int end = fresh.nextClearBit(from);
      Run run = new Run(batch.stream(), batch.arrivedMillis(), batch.events().subList(from, end));
      Long last = arrivals.lastKey();
      long arrival = last == null ? total(REMOVED) : last + 1; // none is given twice
      arrivals.append(arrival, run);
      runs.put(run.key(), arrival);
      totals.put(BYTES, total(BYTES) + run.bytes());
      from = fresh.nextSetBit(end);
    }
  }

  private long settle(StreamKey stream, Gap gap) {
    StreamState state = state(stream);
    Coverage after = state.coverage().with(new Range(gap.first(), gap.end()));
    streams.put(stream.text(), new StreamState(state.number(), after, state.stored()));
    return after.next();
  }

  private long total(String name) {
    return totals.getOrDefault(name, 0L);
  }

  /** As in {@link Store.Settled}. */
  Map<String, Long> nexts(SpoolId spool) {
    Map<String, Long> nexts = new HashMap<>();
    String prefix = StreamKey.prefix(spool.tenantId(), spool.host()) + spool.spool() + "\0";
    for (Known known : lanes(prefix)) {
      nexts.put(known.lane(), known.next());
    }
    return nexts;
  }

  /** The state of a stream; of one that was never seen, the one that it will begin with. */
  private StreamState state(StreamKey stream) {
    StreamState known = streams.get(stream.text());
    // Streams are never removed, so their count is the next free number.
    return known != null ? known : new StreamState(streams.sizeAsLong(), Coverage.EMPTY, 0);
  }

  /**
   * Removes what arrived first and is not to be kept: a slice of it, which takes a few
   * milliseconds.
   *
   * @param cutMillis what arrived before is removed
   * @param maxBytes while there is more, the oldest is removed
   * @return whether the slice ended before there was nothing left to do
   */
  boolean removeOldest(long cutMillis, long maxBytes) {
    long before = total(BYTES);
    long bytes = before;
    boolean more = false;
    for (int removed = 0; !more; removed++) {
      Long arrival = arrivals.firstKey();
      Run run = arrival == null ? null : arrivals.get(arrival);
      if (run == null || (run.arrivedMillis() >= cutMillis && bytes <= maxBytes)) {
        break;
      }
      runs.remove(run.key(), arrival); // unless it was put again after a crash
      arrivals.remove(arrival);
      totals.put(REMOVED, arrival + 1);
      bytes -= run.bytes();
      more = removed >= SLICE_RUNS || before - bytes >= SLICE_BYTES;
    }
    if (bytes != before) {
      totals.put(BYTES, bytes);
    }
    return more;
  }

  /**
   * When the oldest event arrived that is kept, if older ones were removed; see {@link
   * Store#keptSinceMillis}.
   */
  @Nullable Long keptSinceMillis() {
    Long oldest = total(REMOVED) == 0 ? null : arrivals.firstKey();
    Run run = oldest == null ? null : arrivals.get(oldest);
    return run == null ? null : run.arrivedMillis();
  }

  /** What the kept events take up, see {@link Retention}. */
  long keptBytes() {
    return total(BYTES);
  }

  /**
   * Makes all changes durable: one chunk, one fsync.
   *
   * @throws MVStoreException when the disk refuses; the store is of no use after it
   */
  void commit() {
    store.commit();
    store.sync();
  }

  /** The memory that changes take up until they are committed, in bytes. */
  long uncommittedBytes() {
    return store.getUnsavedMemory();
  }

  /**
   * Rewrites sparsely filled chunks, a few at a time, so that the file holds mostly what counts.
   */
  void tidy() {
    store.compact(FILL_RATE, REWRITE_BYTES);
  }

  /** Puts down the runs that are held in memory; durable, as all changes, with the next commit. */
  void index() {
    Long last = arrivals.lastKey();
    if (last != null && runs.recent() > 0) {
      runs.settle();
      totals.put(INDEXED, last + 1);
    }
  }

  /** How many runs are held in memory only. */
  int unindexed() {
    return runs.recent();
  }

  /** The lanes whose {@link StreamKey} begins with {@code prefix}, in the order of their keys. */
  Iterable<Known> lanes(String prefix) {
    return () -> new LaneIterator(streams, prefix);
  }

  /** Reads a lane, see {@link Store#read}. */
  Store.Cursor read(SpoolId spool, String lane, long from) {
    StreamState state = streams.get(new StreamKey(spool, lane).text());
    return state == null ? NOTHING : new RunCursor(runs, arrivals, state.number(), from);
  }

  /** Commits and lets go of the file; does nothing when that happened before. */
  @Override
  public void close() {
    if (!store.isClosed()) {
      index();
      commit();
      store.close();
    }
  }

  /** Lets go of the file without writing: what was not committed is gone, as after kill -9. */
  void abandon() {
    store.closeImmediately();
  }
}

package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.Coverage.Range;
import dev.kiosk.simulator.hub.Event.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * Every event once, by its identity, in one file that survives kill -9 and power cuts.
 *
 * <pre>
 *   streams   tenant, host, spool, lane ─▶ number, stored, next, islands     {@link StreamState}
 *   events    number, position          ─▶ ts, the event's text              {@link EventKey}
 * </pre>
 *
 * <p>MVStore writes changes as chunks behind the last one and never over what the last chunk needs,
 * so a torn chunk costs only itself. Its own background thread, which would write at any time, is
 * switched off. It may still write a chunk early when changes take up much memory, but never fsyncs
 * by itself: what was changed is durable after {@link #commit()}, which writes the rest and then
 * fsyncs, and is not to be called durable before. Since a crash may fall between any two changes, a
 * stream gets its number before its first event, and an event is put before the positions count as
 * settled; an event that is found without that is simply put again.
 *
 * <p>Nothing is ever removed: the file grows with what arrives.
 *
 * <p>Changes come from one thread, see {@link StoreWriter}; reading is free for all.
 */
final class EventStore implements AutoCloseable {

  /**
   * More open ranges than any agent has in flight; each is kept in memory while it is worked on.
   */
  private static final int MAX_ISLANDS = 4096;

  /** Pages held in memory, in MiB. */
  private static final int CACHE_MIB = 32;

  /** Small, since each commit writes the last page of each stream that it touched anew. */
  private static final int PAGE_BYTES = 4 << 10;

  /** Housekeeping goes for chunks that are filled less than this, in percent. */
  private static final int FILL_RATE = 60;

  /** The most that one turn of housekeeping rewrites. */
  private static final int REWRITE_BYTES = 4 << 20;

  private final MVStore store;
  private final MVMap<String, StreamState> streams;
  private final MVMap<EventKey, Kept> events;

  private EventStore(MVStore store) {
    this.store = store;
    this.streams =
        store.openMap(
            "streams",
            new MVMap.Builder<String, StreamState>()
                .keyType(StringDataType.INSTANCE)
                .valueType(new StreamState.Type()));
    this.events =
        store.openMap(
            "events",
            new MVMap.Builder<EventKey, Kept>()
                .keyType(new EventKey.Type())
                .valueType(new Kept.Type()));
  }

  /**
   * Opens the store of a folder, which is made if absent.
   *
   * @throws HubException when the folder or the file cannot be used
   */
  static EventStore open(Path dir) throws HubException {
    Path file = dir.resolve("hub.mv");
    try {
      Files.createDirectories(dir);
      if (!Files.isWritable(dir)) {
        throw new HubException("data folder %s is not writable".formatted(dir));
      }
      return new EventStore(
          new MVStore.Builder()
              .fileName(file.toString())
              .autoCommitDisabled()
              .cacheSize(CACHE_MIB)
              .pageSplitSize(PAGE_BYTES)
              .open());
    } catch (MVStoreException refused) {
      throw new HubException(
          refused.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
              ? "data folder %s is in use by another hub".formatted(dir)
              : "store %s cannot be opened: %s".formatted(file, refused.getMessage()),
          refused);
    } catch (HubException known) {
      throw known;
    } catch (IOException refused) {
      throw new HubException("data folder %s cannot be used".formatted(dir), refused);
    }
  }

  /**
   * What an append came to.
   *
   * @param stored the events that were new, in order
   * @param duplicates how many were held already
   * @param lanes whose coverage may have changed: that of the batch, and those that its gaps name
   */
  record Appended(List<StoredEvent> stored, List<Event> fresh, int duplicates, Set<String> lanes) {}

  /**
   * Holds a batch, to be durable with the next {@link #commit()}.
   *
   * @throws ProtocolViolation when the stream has come to more open ranges than can be in flight
   */
  Appended append(StreamId stream, long first, List<Event> batch) throws ProtocolViolation {
    StreamState state = state(stream);
    Coverage coverage = state.coverage().with(new Range(first, first + batch.size()));
    if (coverage.islands().size() > MAX_ISLANDS) {
      throw ProtocolViolation.refused(
          "lane %s has more than %d open ranges; close them first"
              .formatted(stream.lane(), MAX_ISLANDS));
    }
    streams.putIfAbsent(stream.key(), state);
    var stored = new ArrayList<StoredEvent>(batch.size());
    var fresh = new ArrayList<Event>(batch.size());
    var lanes = new HashSet<String>();
    lanes.add(stream.lane());
    for (int i = 0; i < batch.size(); i++) {
      Event event = batch.get(i);
      Kept kept = new Kept(event.ts(), event.json());
      if (events.putIfAbsent(new EventKey(state.number(), first + i), kept) == null) {
        stored.add(
            new StoredEvent(stream.host(), stream.spool(), stream.lane(), first + i, event.json()));
        fresh.add(event);
      }
    }
    streams.put(
        stream.key(), new StreamState(state.number(), coverage, state.stored() + stored.size()));
    for (Event event : batch) {
      if (event.gap() != null) {
        settle(stream.withLane(event.gap().lane()), event.gap().range());
        lanes.add(event.gap().lane());
      }
    }
    return new Appended(stored, fresh, batch.size() - stored.size(), lanes);
  }

  private void settle(StreamId stream, Range range) {
    StreamState state = state(stream);
    streams.put(
        stream.key(),
        new StreamState(state.number(), state.coverage().with(range), state.stored()));
  }

  /** The first position of a stream that is neither held nor in a gap. */
  long next(StreamId stream) {
    return state(stream).coverage().next();
  }

  /** The state of a stream; of one that was never seen, the one that it will begin with. */
  private StreamState state(StreamId stream) {
    StreamState known = streams.get(stream.key());
    // Streams are never removed, so their count is the next free number.
    return known != null ? known : new StreamState(streams.sizeAsLong(), Coverage.EMPTY, 0);
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

  /** A stream and what is known of it. */
  record Known(StreamId stream, StreamState state) {}

  /** The streams whose key begins with {@code prefix}, in the order of their keys. */
  Iterable<Known> streams(String prefix) {
    return () -> new PrefixIterator(streams.keyIterator(prefix), prefix);
  }

  /**
   * Reads a part of a stream.
   *
   * @param number the stream, see {@link StreamState}
   * @param from the lowest position
   * @param most how many
   */
  List<StoredKept> read(long number, long from, int most) {
    List<StoredKept> read = new ArrayList<>(most);
    Iterator<EventKey> keys = events.keyIterator(new EventKey(number, from));
    while (keys.hasNext() && read.size() < most) {
      EventKey key = keys.next();
      if (key.stream() != number) {
        break;
      }
      Kept kept = events.get(key);
      if (kept != null) {
        read.add(new StoredKept(key.position(), kept));
      }
    }
    return read;
  }

  /** An event that was read back. */
  record StoredKept(long position, Kept kept) {}

  /** Commits and lets go of the file; does nothing when that happened before. */
  @Override
  public void close() {
    if (!store.isClosed()) {
      commit();
      store.close();
    }
  }

  /** Lets go of the file without writing: what was not committed is gone, as after kill -9. */
  void abandon() {
    store.closeImmediately();
  }

  private final class PrefixIterator implements Iterator<Known> {

    private final Iterator<String> keys;
    private final String prefix;
    private @Nullable Known ahead;

    private PrefixIterator(Iterator<String> keys, String prefix) {
      this.keys = keys;
      this.prefix = prefix;
    }

    @Override
    public boolean hasNext() {
      while (ahead == null && keys.hasNext()) {
        String key = keys.next();
        if (!key.startsWith(prefix)) {
          return false;
        }
        StreamState state = streams.get(key);
        ahead = state == null ? null : new Known(StreamId.ofKey(key), state);
      }
      return ahead != null;
    }

    @Override
    public Known next() {
      if (!hasNext() || ahead == null) {
        throw new NoSuchElementException();
      }
      Known next = ahead;
      ahead = null;
      return next;
    }
  }
}

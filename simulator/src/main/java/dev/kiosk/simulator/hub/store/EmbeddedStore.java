package dev.kiosk.simulator.hub.store;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A store in a file of this machine: {@link StoreWriter} changes it, {@link EventStore} is it. */
public final class EmbeddedStore implements Store {

  private final EventStore events;
  private final StoreWriter writer;
  private final LongSupplier wallMillis;

  private EmbeddedStore(EventStore events, StoreWriter writer, LongSupplier wallMillis) {
    this.events = events;
    this.writer = writer;
    this.wallMillis = wallMillis;
  }

  /**
   * Opens the store of a folder, which is made if absent.
   *
   * @param retention how long events are kept
   * @param nanos monotonic
   * @param wallMillis milliseconds since the Unix epoch
   * @throws StoreException when the folder or the file cannot be used
   */
  public static EmbeddedStore open(
      Path dir, Retention retention, LongSupplier nanos, LongSupplier wallMillis)
      throws StoreException {
    EventStore events = EventStore.open(dir);
    StoreWriter.Trim trim =
        store -> store.removeOldest(retention.cutMillis(wallMillis.getAsLong()), retention.bytes());
    return new EmbeddedStore(events, StoreWriter.start(events, nanos, trim), wallMillis);
  }

  @Override
  public void append(Batch batch, Keeper keeper) {
    writer.submit(new Append(batch, keeper));
  }

  @Override
  public void settle(SpoolId spool, Settled told) {
    writer.submit(new Look(spool, told));
  }

  @Override
  public void greet(SpoolId spool, Settled told) {
    writer.submitUrgent(new Look(spool, told));
  }

  @Override
  public @Nullable String failure() {
    return writer.failure();
  }

  @Override
  public int waiting() {
    return writer.waiting();
  }

  @Override
  public Iterable<Known> lanes(@Nullable String tenantId, @Nullable String host) {
    return events.lanes(StreamKey.prefix(tenantId, host));
  }

  @Override
  public Cursor read(Known lane, long from) {
    return events.read(lane.spool(), lane.lane(), from);
  }

  @Override
  public @Nullable Long keptSinceMillis() {
    return events.keptSinceMillis();
  }

  @Override
  public void close() {
    writer.close();
  }

  private final class Append implements StoreWriter.Job {

    private final Batch batch;
    private final Keeper keeper;
    private @Nullable Appended done;

    private Append(Batch batch, Keeper keeper) {
      this.batch = batch;
      this.keeper = keeper;
    }

    @Override
    public boolean apply(EventStore store) {
      done = store.append(batch, wallMillis.getAsLong());
      if (done == null) {
        keeper.refused(
            "lane %s has more than %d open ranges; close them first"
                .formatted(batch.lane(), EventStore.MAX_ISLANDS));
        return false;
      }
      keeper.taken();
      return true;
    }

    @Override
    public void durable(EventStore store) {
      if (done != null) {
        keeper.stored(done);
      }
    }

    @Override
    public void failed(String reason) {
      keeper.failed(reason);
    }
  }

  private record Look(SpoolId spool, Settled told) implements StoreWriter.Job {

    @Override
    public boolean apply(EventStore store) {
      told.taken();
      return false;
    }

    @Override
    public void durable(EventStore store) {
      told.settled(store.nexts(spool));
    }

    @Override
    public void failed(String reason) {
      told.failed(reason);
    }
  }
}

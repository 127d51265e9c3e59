package dev.kiosk.simulator.hub.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The one thread that changes the {@link EventStore}. Jobs are applied in the order in which they
 * come, urgent ones before all others; many of them share one commit, and each is told when it is
 * durable. So a receipt waits at most one group and one fsync, and a thousand kiosks cost the disk
 * no more than one.
 *
 * <p>The queue has no bound of its own: a connection asks for its next frame only after its last
 * one was applied, so it never holds more than one job for each connection.
 */
final class StoreWriter implements AutoCloseable {

  /** How long the first change of a group waits for company, at the least. */
  private static final long GROUP_NANOS = Duration.ofMillis(5).toNanos();

  /**
   * The most. In between it waits as long as the last commit took: a store that is pressed for time
   * then spends half of it with applying, and not nearly all with committing a few changes each.
   */
  private static final long MOST_GROUP_NANOS = Duration.ofMillis(100).toNanos();

  /** A group that has grown to this is committed at once, in bytes. */
  private static final long GROUP_BYTES = 8 << 20;

  /** Often enough to keep up with a thousand kiosks that send an event a second each. */
  private static final long TIDY_NANOS = Duration.ofSeconds(2).toNanos();

  /** How often the index is put down, and at the latest after how many runs. */
  private static final long INDEX_NANOS = Duration.ofSeconds(10).toNanos();

  private static final int MAX_UNINDEXED = 50_000;

  /** How often it looks whether there is something to remove. */
  private static final long TRIM_NANOS = Duration.ofSeconds(2).toNanos();

  /** The pause between slices of removing, in which receipts have their turn. */
  private static final long SLICE_NANOS = Duration.ofMillis(10).toNanos();

  /** Something to be done with the store. All calls come from the writer's thread. */
  interface Job {
    /** Does it; returns whether it changed the store. */
    boolean apply(EventStore store);

    /** Everything that was applied up to and with this job is on disk. */
    void durable(EventStore store);

    /** It will not be; the store has failed or is closed. */
    void failed(String reason);
  }

  private final EventStore store;
  private final LongSupplier nanos;
  private final Trim trim;
  private final Thread thread = new Thread(this::run, "hub-store");
  private final BlockingDeque<Job> queue = new LinkedBlockingDeque<>();
  private final List<Job> group = new ArrayList<>();
  private boolean changed;
  private long groupNanos = GROUP_NANOS;
  private long commitAtNanos;
  private long tidyAtNanos;
  private long trimAtNanos;
  private long indexAtNanos;
  private volatile @Nullable String failure;
  private volatile boolean closing;

  /** Removes a slice of what is not to be kept; returns whether it was a whole one. */
  interface Trim {
    boolean slice(EventStore store);
  }

  private StoreWriter(EventStore store, LongSupplier nanos, Trim trim) {
    this.store = store;
    this.nanos = nanos;
    this.trim = trim;
  }

  /** A running writer. It closes the store when it is closed. */
  static StoreWriter start(EventStore store, LongSupplier nanos, Trim trim) {
    StoreWriter writer = new StoreWriter(store, nanos, trim);
    writer.tidyAtNanos = nanos.getAsLong() + TIDY_NANOS;
    writer.trimAtNanos = nanos.getAsLong() + TRIM_NANOS;
    writer.indexAtNanos = nanos.getAsLong() + INDEX_NANOS;
    writer.thread.setDaemon(true);
    writer.thread.start();
    return writer;
  }

  /** Queues a job; fails it at once when the store is of no use any more. */
  void submit(Job job) {
    submit(job, queue::addLast);
  }

  /**
   * The same for a job that goes before all others. An agent waits ten seconds for its welcome;
   * when thousands come back at once, those who had theirs would make the others wait longer, leave
   * and come again. A welcome changes nothing, and one that is too low is no harm: what is sent
   * again is known by its position.
   */
  void submitUrgent(Job job) {
    submit(job, queue::addFirst);
  }

  private void submit(Job job, Consumer<Job> enqueue) {
    String reason = failure;
    if (reason != null) {
      job.failed(reason);
      return;
    }
    enqueue.accept(job);
    String since = failure;
    if (since != null && queue.remove(job)) { // it failed in between and did not see the job
      job.failed(since);
    }
  }

  /** Why nothing can be stored any more, or null as long as all is well. */
  @Nullable String failure() {
    return failure;
  }

  /** How many jobs wait. */
  int waiting() {
    return queue.size();
  }

  private void run() {
    workUntilItEnds();
    store.abandon(); // nothing to let go of after an orderly end
  }

  private void workUntilItEnds() {
    while (failure == null) {
      try {
        step();
      } catch (MVStoreException disk) {
        fail("the hub cannot write its store: " + disk.getMessage());
        Logger.error("{}; nothing more is stored, agents keep their events", failure);
      } catch (RuntimeException defect) { // the one catch-all of this thread
        fail("the hub's store failed: " + defect);
        Logger.error(defect, "hub store failed; agents keep their events");
      } catch (InterruptedException nobodyDoesThis) {
        Thread.currentThread().interrupt();
        fail("the hub's store was interrupted");
      }
    }
  }

  private void step() throws InterruptedException {
    Job job = queue.poll(waitNanos(), TimeUnit.NANOSECONDS);
    if (job != null) {
      group.add(job);
      if (job.apply(store)) {
        changed();
      }
    }
    trim();
    boolean stop = closing && queue.isEmpty();
    if (stop || isDue()) {
      commit();
    }
    if (stop) {
      store.close();
      fail("the hub is stopping");
    }
  }

  private void changed() {
    if (!changed) {
      changed = true;
      commitAtNanos = nanos.getAsLong() + groupNanos;
    }
  }

  private void trim() {
    if (nanos.getAsLong() - trimAtNanos >= 0) {
      long before = store.keptBytes();
      boolean more = trim.slice(store);
      if (store.keptBytes() != before) {
        changed();
      }
      trimAtNanos = nanos.getAsLong() + (more ? SLICE_NANOS : TRIM_NANOS);
    }
  }

  /** How long nothing needs doing unless a job comes. */
  private long waitNanos() {
    if (closing || (!changed && !group.isEmpty())) {
      return 0;
    }
    long untilNanos = changed ? commitAtNanos : Math.min(tidyAtNanos, trimAtNanos);
    return Math.max(0, untilNanos - nanos.getAsLong());
  }

  private boolean isDue() {
    if (!changed) {
      return true; // a ping with nothing before it has nothing to wait for
    }
    return nanos.getAsLong() - commitAtNanos >= 0 || store.uncommittedBytes() >= GROUP_BYTES;
  }

  private void commit() {
    if (changed) {
      long begun = nanos.getAsLong();
      index();
      store.commit();
      long took = nanos.getAsLong() - begun;
      groupNanos = Math.max(GROUP_NANOS, Math.min(took, MOST_GROUP_NANOS));
      changed = false;
    }
    group.forEach(this::tell);
    group.clear();
    if (nanos.getAsLong() - tidyAtNanos >= 0) {
      store.tidy();
      tidyAtNanos = nanos.getAsLong() + TIDY_NANOS;
    }
  }

  private void index() {
    if (nanos.getAsLong() - indexAtNanos >= 0 || store.unindexed() > MAX_UNINDEXED) {
      store.index();
      indexAtNanos = nanos.getAsLong() + INDEX_NANOS;
    }
  }

  /** What goes wrong in telling concerns one peer or observer, not the store. */
  private void tell(Job job) {
    try {
      job.durable(store);
    } catch (MVStoreException disk) {
      throw disk;
    } catch (RuntimeException defect) {
      Logger.warn(defect, "what was stored could not be told; the connection is closed");
      job.failed("the hub could not tell what it stored");
    }
  }

  private void fail(String reason) {
    failure = reason;
    group.forEach(job -> job.failed(reason));
    group.clear();
    for (Job job = queue.poll(); job != null; job = queue.poll()) {
      job.failed(reason);
    }
  }

  /** Stores what waits, closes the store and ends the thread; waits a second for it. */
  @Override
  public void close() {
    closing = true;
    submit(new Nothing()); // wakes it
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Nothing implements Job {
    @Override
    public boolean apply(EventStore store) {
      return false;
    }

    @Override
    public void durable(EventStore store) {}

    @Override
    public void failed(String reason) {}
  }
}

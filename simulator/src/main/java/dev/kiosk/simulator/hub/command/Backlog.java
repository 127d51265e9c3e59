package dev.kiosk.simulator.hub.command;

import dev.kiosk.simulator.hub.HubTime;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * What is to be done with a disk that may hang: one thing after the other, in a thread that may
 * hang with it. Whoever wants to know that something was done waits for so long and no longer, and
 * those who wait one right behind the other share that time, for the last of them has waited for
 * the others too. Once somebody has waited in vain, or something is under way for so long, nobody
 * waits any more, until all is done. For any thread.
 */
final class Backlog {

  /** So many outcomes are waited for at the most, and more; beyond, something is wrong here. */
  private static final int MOST = 100_000;

  /** A wait, or the break between two, is short when it takes less than this part of patience. */
  private static final int SHORT_PART = 20;

  private final ExecutorService thread;
  private final HubTime time;
  private final long patienceMillis;
  private final Deque<Entry> entries = new ArrayDeque<>(); // held by this, the first is under way
  private boolean behind; // held by this
  private boolean slow; // held by this: whether the last one had to wait long
  private long slowSinceNanos; // held by this: when the first one in the row began to wait
  private long slowUntilNanos; // held by this
  private boolean closed; // held by this

  /** Something to be done. */
  interface Job {
    /** Does it; may take as long as the disk does. */
    void run() throws IOException;
  }

  private record Entry(Job job, long sinceNanos, CompletableFuture<@Nullable Void> done) {}

  /** It was not done in time; it may still be. */
  static final class LateException extends IOException {
    private static final long serialVersionUID = 1;

    private LateException(String message) {
      super(message);
    }
  }

  /**
   * Nothing is to be done.
   *
   * @param thread one that runs what it is given; ends with this
   * @param patienceMillis how long to wait
   */
  Backlog(ExecutorService thread, HubTime time, long patienceMillis) {
    this.thread = thread;
    this.time = time;
    this.patienceMillis = patienceMillis;
  }

  /**
   * Has something done once all before it is; nobody waits for it, so a failure is told to the log.
   *
   * @throws IOException when too much waits already
   */
  void addLater(Job job) throws IOException {
    tellFailure(add(job).done);
  }

  /**
   * Has something done and waits for it.
   *
   * @throws LateException when it was not done in time, and may still be
   * @throws IOException when the disk refuses, or is behind: it is not done then
   */
  void addAndWait(Job job) throws IOException {
    long behindMillis = behindMillis();
    if (behindMillis > 0) {
      throw new IOException("the disk is behind by %d ms".formatted(behindMillis));
    }
    await(add(job));
  }

  /**
   * Has something done, and waits for it unless the disk is behind.
   *
   * @throws IOException when the disk has refused meanwhile, or too much waits already
   */
  void addAndTryToWait(Job job) throws IOException {
    boolean hopeless = behindMillis() > 0;
    Entry entry = add(job);
    if (hopeless) {
      tellFailure(entry.done);
      return;
    }
    try {
      await(entry);
    } catch (LateException late) {
      Logger.warn("{}; outcomes of commands wait in memory", String.valueOf(late.getMessage()));
      tellFailure(entry.done);
    }
  }

  private synchronized Entry add(Job job) throws IOException {
    if (closed || entries.size() >= MOST) {
      throw new IOException(closed ? "it is closed" : MOST + " changes wait for the disk already");
    }
    Entry entry = new Entry(job, time.nanos().getAsLong(), new CompletableFuture<@Nullable Void>());
    entries.add(entry);
    if (entries.size() == 1) {
      thread.execute(this::work);
    }
    return entry;
  }

  private static void tellFailure(CompletableFuture<@Nullable Void> done) {
    var unused =
        done.exceptionally(
            refused -> {
              Logger.error("the disk refuses a change of the audit list: {}", refused.toString());
              return null;
            });
  }

  private void await(Entry entry) throws IOException {
    await(entry.done, patienceLeft(entry.sinceNanos));
    waited(entry.sinceNanos);
  }

  /** Milliseconds that one who begins to wait now may do so. */
  private synchronized long patienceLeft(long nowNanos) {
    slow = slow && isShort(nowNanos - slowUntilNanos);
    slowSinceNanos = slow ? slowSinceNanos : nowNanos;
    long wasted = TimeUnit.NANOSECONDS.toMillis(nowNanos - slowSinceNanos);
    return Math.max(0, patienceMillis - wasted);
  }

  private synchronized void waited(long sinceNanos) {
    slowUntilNanos = time.nanos().getAsLong();
    slow = !isShort(slowUntilNanos - sinceNanos);
  }

  private boolean isShort(long nanos) {
    return nanos < TimeUnit.MILLISECONDS.toNanos(patienceMillis) / SHORT_PART;
  }

  private void await(CompletableFuture<@Nullable Void> done, long millis) throws IOException {
    try {
      done.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      synchronized (this) {
        behind = !entries.isEmpty();
        slow = false; // the next row begins when the disk goes on
      }
      throw new LateException(
          "the disk of the audit list did not answer for %d ms".formatted(patienceMillis));
    } catch (ExecutionException failed) {
      throw new IOException("the disk refuses: " + failed.getCause(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LateException("interrupted while waiting for the disk of the audit list");
    }
  }

  private void work() {
    Entry entry = first();
    while (entry != null) {
      Throwable refused = null;
      try {
        entry.job.run();
      } catch (Throwable any) { // whatever it is, what comes after it is done
        refused = any;
      }
      Entry next = next(); // before it is told: whoever hears of it finds the disk in time
      if (refused == null) {
        entry.done.complete(null);
      } else {
        entry.done.completeExceptionally(refused);
      }
      entry = next;
    }
  }

  private synchronized @Nullable Entry first() {
    return entries.peek();
  }

  private synchronized @Nullable Entry next() {
    entries.remove();
    behind = behind && !entries.isEmpty();
    return entries.peek();
  }

  /** For how long the disk has not done what it was given; 0 while it is in time. */
  synchronized long behindMillis() {
    Entry oldest = entries.peek();
    if (oldest == null) {
      return 0;
    }
    long waited = TimeUnit.NANOSECONDS.toMillis(time.nanos().getAsLong() - oldest.sinceNanos);
    return behind || waited >= patienceMillis ? Math.max(1, waited) : 0;
  }

  /**
   * Does one thing more, and takes no more then.
   *
   * @throws LateException when not all was done in time
   * @throws IOException when the disk refuses the last one
   */
  void close(Job last) throws IOException {
    CompletableFuture<@Nullable Void> done;
    synchronized (this) {
      if (closed) {
        return;
      }
      done = add(last).done;
      closed = true;
    }
    thread.shutdown(); // once it is done with what it was given
    await(done, patienceMillis);
  }
}

package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.nats.Stream.Conflict;
import dev.kiosk.simulator.hub.nats.Stream.Last;
import dev.kiosk.simulator.hub.store.SpoolId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * What waits to be written for one spool. One message is under way at a time; what comes meanwhile
 * goes together into the next one, so that a busy kiosk costs few messages and its order is kept.
 *
 * <p>Where the spool stands is read from its last message and then carried along. A message is
 * taken only if it follows the one that we know; if it does not, or nobody knows whether it was
 * taken, the last one is read again, and what is still new is put together anew.
 *
 * <p>Used by the thread of the {@link Desk} alone.
 */
final class SpoolQueue {

  /** What the queues of all spools share. */
  interface Desk {
    Stream stream();

    /** The most bytes of a body. */
    int maxBytes();

    /** A name that no other write has. */
    String writeName();

    long nanos();

    /** Runs this on the desk's thread, as soon as may be. */
    void soon(Runnable work);

    /** Runs this on the desk's thread, a little later. */
    void later(Runnable work);

    /** Whether there is room for more; counts {@code bytes} more, or fewer, as held. */
    boolean hold(long bytes);

    /** How long something may wait before it fails, in nanoseconds. */
    long patienceNanos();

    /** Takes note of something that was, or was not, done by the stream. */
    void outcome(@Nullable Throwable failure);
  }

  /** How much of one spool is held before its connection is asked to wait, in bytes. */
  private static final long MAX_HELD = 2 << 20;

  private final SpoolId spool;
  private final Desk desk;
  private final Deque<Asked> waiting = new ArrayDeque<>();
  private @Nullable Standing standing;
  private @Nullable Draft sent;
  private long lastSequence;
  private long held;
  private long usedNanos;
  private boolean busy;

  /** Counts what is begun, so that an answer to what was given up changes nothing. */
  private int turn;

  SpoolQueue(SpoolId spool, Desk desk) {
    this.spool = spool;
    this.desk = desk;
  }

  void add(Asked asked) {
    waiting.add(asked);
    held += asked.weight();
    usedNanos = desk.nanos();
    if (desk.hold(asked.weight()) && held <= MAX_HELD) {
      asked.take();
    }
    go();
  }

  /** Whether nothing waits and nothing did for a time. */
  boolean isIdle(long forNanos) {
    return waiting.isEmpty() && !busy && desk.nanos() - usedNanos > forNanos;
  }

  int waiting() {
    return waiting.size();
  }

  private void go() {
    while (!busy && !waiting.isEmpty()) {
      Standing now = standing;
      if (now == null) {
        read();
      } else if (waiting.peek() instanceof Asked.Question question) {
        done(question);
        question.take();
        question.told().settled(now.nexts());
      } else {
        write(now);
      }
    }
  }

  private void read() {
    int mine = begin();
    CompletableFuture<?> unused =
        desk.stream()
            .last(spool)
            .whenComplete((last, failure) -> soon(mine, () -> wasRead(last, failure)));
  }

  private int begin() {
    busy = true;
    turn++;
    return turn;
  }

  private void soon(int mine, Runnable work) {
    desk.soon(() -> goOn(mine, work));
  }

  private void goOn(int mine, Runnable work) {
    if (mine != turn) {
      return; // given up in between
    }
    busy = false;
    try {
      work.run();
    } catch (RuntimeException defect) { // it concerns one spool only
      Logger.error(defect, "{}: what was stored could not be told", spool);
      fail("the hub could not tell what it stored");
    }
  }

  private void wasRead(@Nullable Last last, @Nullable Throwable failure) {
    desk.outcome(failure);
    if (last == null) {
      tryLater();
      return;
    }
    Draft unsure = sent;
    sent = null;
    standing = last.standing();
    lastSequence = last.sequence();
    if (unsure != null && unsure.writeName().equals(last.write())) {
      tell(unsure); // it was taken; only the answer got lost
    }
    go();
  }

  private void write(Standing now) {
    Draft draft = new Draft(now, desk.maxBytes(), desk.writeName());
    fill(draft);
    if (draft.isEmpty()) {
      return; // all that waited was refused
    }
    if (!draft.isNews()) {
      tell(draft);
      return;
    }
    int mine = begin();
    sent = draft;
    CompletableFuture<?> unused =
        desk.stream()
            .write(Subjects.of(spool), draft.headers(lastSequence), draft.body())
            .whenComplete(
                (sequence, failure) -> soon(mine, () -> wasWritten(draft, sequence, failure)));
  }

  private void fill(Draft draft) {
    for (Iterator<Asked> all = waiting.iterator(); all.hasNext(); ) {
      if (!(all.next() instanceof Asked.Append append)) {
        return; // what is asked after this must not be told before it
      }
      Draft.Added added = draft.add(append);
      if (added == Draft.Added.REFUSED) {
        all.remove();
        release(append);
        append.told().refused(draft.refusal());
      } else if (added == Draft.Added.FULL) {
        return;
      }
    }
  }

  private void wasWritten(Draft draft, @Nullable Long sequence, @Nullable Throwable failure) {
    if (sequence != null) {
      desk.outcome(null);
      sent = null;
      standing = draft.after();
      lastSequence = sequence;
      tell(draft);
      go();
    } else if (cause(failure) instanceof Conflict) {
      Logger.debug("{}: {}", spool, "another hub has written; its last message is read");
      standing = null;
      go();
    } else {
      desk.outcome(failure);
      standing = null;
      tryLater();
    }
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  private void tell(Draft draft) {
    for (Asked stored : draft.stored()) {
      done(stored);
    }
  }

  private void done(Asked asked) {
    waiting.remove(asked);
    release(asked);
  }

  private void release(Asked asked) {
    held -= asked.weight();
    usedNanos = desk.nanos();
    boolean room = desk.hold(-asked.weight());
    if (room && held <= MAX_HELD) {
      waiting.forEach(Asked::take);
    }
  }

  private void tryLater() {
    Asked oldest = waiting.peek();
    if (oldest == null) {
      return;
    }
    if (desk.nanos() - oldest.sinceNanos() > desk.patienceNanos()) {
      fail("the hub's store does not answer");
      return;
    }
    int mine = begin();
    desk.later(() -> goOn(mine, this::go));
  }

  /** Gives up on all that waits. */
  void fail(String reason) {
    sent = null;
    standing = null;
    busy = false;
    turn++;
    for (Asked asked = waiting.poll(); asked != null; asked = waiting.poll()) {
      release(asked);
      asked.told().failed(reason);
    }
  }
}

package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.Store.Appended;
import dev.kiosk.simulator.hub.store.Store.Batch;
import dev.kiosk.simulator.hub.store.Store.Entry;
import dev.kiosk.simulator.hub.store.Store.Keeper;
import dev.kiosk.simulator.hub.store.Store.Settled;
import dev.kiosk.simulator.hub.store.Store.Told;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Something that was asked of a spool and waits for its turn. */
abstract class Asked {

  private final long sinceNanos;
  private boolean taken;

  private Asked(long sinceNanos) {
    this.sinceNanos = sinceNanos;
  }

  abstract Told told();

  /** The most memory that it takes on the wire, in bytes. */
  abstract int weight();

  long sinceNanos() {
    return sinceNanos;
  }

  /** Says that there is room for the next, once. */
  void take() {
    if (!taken) {
      taken = true;
      told().taken();
    }
  }

  /** Where the spool stands. */
  static final class Question extends Asked {
    private final Settled told;

    Question(Settled told, long sinceNanos) {
      super(sinceNanos);
      this.told = told;
    }

    @Override
    Settled told() {
      return told;
    }

    @Override
    int weight() {
      return 0;
    }
  }

  /** A batch, of which the front may be stored already when it does not fit into one message. */
  static final class Append extends Asked {

    /** A character is at most three bytes in UTF-8; the rest is for the time and the line's end. */
    private static final int BYTES_PER_CHAR = 3;

    private static final int BYTES_PER_LINE = 24;

    private final Batch batch;
    private final Keeper keeper;
    private final int weight;
    private final BitSet fresh = new BitSet();
    private final Map<String, Long> nexts = new HashMap<>();
    private long first;
    private int stored;

    Append(Batch batch, Keeper keeper, long sinceNanos) {
      super(sinceNanos);
      this.batch = batch;
      this.keeper = keeper;
      this.weight = batch.entries().stream().mapToInt(Append::weight).sum();
    }

    static int weight(Entry entry) {
      return entry.json().length() * BYTES_PER_CHAR + BYTES_PER_LINE;
    }

    @Override
    Keeper told() {
      return keeper;
    }

    @Override
    int weight() {
      return weight;
    }

    String lane() {
      return batch.lane();
    }

    /**
     * As much of what is not stored as weighs no more than {@code room}; of no events when none
     * does.
     */
    Batch piece(int room) {
      List<? extends Entry> entries = batch.entries();
      int end = stored;
      int left = room;
      while (end < entries.size() && weight(entries.get(end)) <= left) {
        left -= weight(entries.get(end));
        end++;
      }
      long from = batch.first() < 0 ? batch.first() : batch.first() + stored;
      return new Batch(batch.spool(), batch.lane(), from, entries.subList(stored, end));
    }

    /** Whether a piece is all that was left. */
    boolean isLast(Batch piece) {
      return stored + piece.entries().size() == batch.entries().size();
    }

    /** Takes what a piece came to; tells it when it was the last. Returns whether it was. */
    boolean stored(Batch piece, Appended done) {
      if (stored == 0) {
        first = done.first();
      }
      int offset = stored;
      done.fresh().stream().forEach(i -> fresh.set(offset + i));
      nexts.putAll(done.nexts());
      stored += piece.entries().size();
      if (stored < batch.entries().size()) {
        return false;
      }
      take();
      keeper.stored(new Appended(first, fresh, nexts));
      return true;
    }
  }
}

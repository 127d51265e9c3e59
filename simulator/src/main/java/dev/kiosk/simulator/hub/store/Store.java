package dev.kiosk.simulator.hub.store;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every event once, by its identity (tenant, host, spool, lane, position).
 *
 * <p>Appending never blocks: what became of it is told later, from the store's own threads, which
 * whoever is told must not hold up. For one spool everything is done and told in the order in which
 * it was asked for.
 */
public interface Store extends AutoCloseable {

  /** Stands for the first position of a batch whose positions the store gives, behind the last. */
  long NEXT = -1;

  /** An event as it is appended. */
  interface Entry {
    /** When it happened, in milliseconds since the Unix epoch, UTC. */
    long ts();

    /** Its own text; one line. */
    String json();

    /** What it settles, when it is a gap. */
    @Nullable Gap gap();
  }

  /**
   * A range for which nothing more will come, in the same spool.
   *
   * @param lane whose positions are meant
   * @param first at least 0
   * @param end more than {@code first}; the first position behind the range
   */
  record Gap(String lane, long first, long end) {}

  /**
   * Events at positions {@code first}, {@code first + 1} and so on.
   *
   * @param first at least 0, or {@link #NEXT}
   * @param entries not empty
   */
  record Batch(SpoolId spool, String lane, long first, List<? extends Entry> entries) {}

  /** Told what becomes of something that was asked for. */
  interface Told {
    /** It is in the store's hands, and there is room for the next. */
    void taken();

    /** It will not be done, or nobody can say whether it was; the store has failed or is closed. */
    void failed(String reason);
  }

  /** Told what becomes of a batch. */
  interface Keeper extends Told {
    /** It is durable. */
    void stored(Appended done);

    /** It breaks a rule, and nothing of it is kept. */
    void refused(String reason);
  }

  /** Told when everything that was asked for of a spool before is durable. */
  interface Settled extends Told {
    /**
     * It is.
     *
     * @param nexts the first position of each lane that is neither held nor in a gap; a lane that
     *     is absent stands at 0
     */
    void settled(Map<String, Long> nexts);
  }

  /**
   * What an append came to.
   *
   * @param first the position of the first entry
   * @param fresh which entries, by index, were not held or settled before
   * @param nexts as in {@link Settled}, of the lanes that it may have moved
   */
  record Appended(long first, BitSet fresh, Map<String, Long> nexts) {}

  /**
   * One lane of one spool, as it is known.
   *
   * @param next the first position that is neither held nor in a gap
   * @param stored how many events were stored, removed ones included
   * @param missing how many positions below the highest settled one are open
   */
  record Known(SpoolId spool, String lane, long next, long stored, long missing) {}

  /**
   * An event that was read back.
   *
   * @param ts as in {@link Entry}
   */
  record Kept(long position, long ts, String json) {}

  /** Reads the events of a lane by ascending position; those that come meanwhile may be among. */
  interface Cursor extends AutoCloseable {
    /** The next event, or null when there is none. */
    @Nullable Kept next();

    @Override
    void close();
  }

  /** Appends a batch. */
  void append(Batch batch, Keeper keeper);

  /** Tells where a spool stands once all that was asked for before is durable. */
  void settle(SpoolId spool, Settled told);

  /**
   * The same for an agent that greets, which waits for its welcome: it may go before what others
   * asked for, and then tells where the spool stands now, which is too low at the most.
   */
  default void greet(SpoolId spool, Settled told) {
    settle(spool, told);
  }

  /** Why nothing can be stored now, or null as long as all is well. */
  @Nullable String failure();

  /** How many appends and the like wait. */
  int waiting();

  /**
   * The lanes of a tenant's host in a fixed order; hosts stand together.
   *
   * @param tenantId null for all tenants
   * @param host null for all hosts of the tenant
   */
  Iterable<Known> lanes(@Nullable String tenantId, @Nullable String host);

  /** Reads a lane from the lowest position that is at least {@code from}. */
  Cursor read(Known lane, long from);

  /**
   * Since when all events are kept, in milliseconds since the Unix epoch: those that arrived before
   * were removed. Null when none were.
   */
  @Nullable Long keptSinceMillis();

  /** Stores what it has taken, if it can within a second, and lets go of everything. */
  @Override
  void close();
}

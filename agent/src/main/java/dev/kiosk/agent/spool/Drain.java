package dev.kiosk.agent.spool;

import java.io.Closeable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One session's way to empty the spool, bound to the spool id that the session greets with.
 * Positions mean something under one spool id only: once the spool goes on under another, a drain
 * yields nothing and its receipts change nothing.
 *
 * <p>Owned by one thread.
 */
public final class Drain implements Closeable {

  private final UUID id;
  private final SpoolState state;
  private final Runnable wakeWriter;
  private final Map<Lane, SpoolReader> readers = new EnumMap<>(Lane.class);

  Drain(SpoolState state, SpoolReader.Source source, Runnable wakeWriter) {
    this.id = source.id();
    this.state = state;
    this.wakeWriter = wakeWriter;
    for (Lane lane : Lane.values()) {
      readers.put(lane, new SpoolReader(lane, state, source));
    }
  }

  /** What a {@link #resume} found. */
  public enum Resume {
    /** All is well; read on. */
    READY,
    /**
     * The server is ahead of this spool (a disk image was restored, or the disk lied), or the spool
     * goes on under another id already. A new spool id is being prepared; greet again with another
     * drain once {@link #isCurrent()} has become false.
     */
    RENEWING
  }

  /** The spool id that the positions belong to. */
  public UUID id() {
    return id;
  }

  /** Whether the spool still goes by this id. */
  public boolean isCurrent() {
    synchronized (state) {
      return state.id.equals(id);
    }
  }

  /** The position that the next event of the lane gets. */
  public long next(Lane lane) {
    synchronized (state) {
      return state.lane(lane).next;
    }
  }

  /** The first position of the lane that is not receipted. */
  public long receipted(Lane lane) {
    synchronized (state) {
      return state.lane(lane).receipted;
    }
  }

  /** The gaps that the server does not know of yet. */
  public List<Gap> openGaps() {
    synchronized (state) {
      return isCurrent() ? state.ledger.open() : List.of();
    }
  }

  /**
   * What may be sent from a position on.
   *
   * <p>The batch begins at {@code from} or, where the positions from there on are receipted or in a
   * gap, behind them. It ends before the next hole, and holds at least one event if there is one to
   * send.
   */
  public Batch read(Lane lane, long from, int mostEvents, long mostBytes) {
    SpoolReader reader = readers.get(lane);
    if (reader == null) {
      throw new IllegalStateException("no reader for " + lane);
    }
    return reader.read(from, mostEvents, mostBytes);
  }

  /**
   * Begins a session with a server that says which position it wants next.
   *
   * @param serverNext the first position that the server neither holds nor knows to be in a gap
   */
  public Resume resume(Lane lane, long serverNext) {
    synchronized (state) {
      if (!isCurrent()) {
        return Resume.RENEWING;
      }
      LaneState of = state.lane(lane);
      if (serverNext > of.next && !state.renewWanted) {
        state.renewWanted = true;
        state.incident(
            "The server has %s up to position %d, the spool only up to %d: was a disk image restored?"
                .formatted(lane.wireName(), serverNext, of.next));
      } else if (serverNext < of.receipted) {
        for (long[] part : state.uncovered(lane, serverNext, of.receipted)) {
          state.lose(Gap.of(lane, part[0], part[1], LossReason.FORGOTTEN));
        }
        if (lane == Lane.ALERTS) {
          state.tellKnownGapsAgain();
        }
      }
    }
    wakeWriter.run();
    synchronized (state) {
      if (state.renewWanted) {
        return Resume.RENEWING;
      }
    }
    acknowledge(lane, serverNext);
    return Resume.READY;
  }

  /**
   * All events before a position are with the server for good.
   *
   * @param next may be below an earlier one, which changes nothing
   */
  public void acknowledge(Lane lane, long next) {
    boolean save;
    synchronized (state) {
      LaneState of = state.lane(lane);
      if (!isCurrent() || next <= of.receipted) {
        return;
      }
      of.receipted = Math.min(next, of.next);
      of.pending.dropBelow(of.receipted);
      if (lane == Lane.ALERTS) {
        state.ledger.closeAnnouncedBefore(of.receipted);
      }
      save = state.keepReceipts && of.receiptsDue();
    }
    if (save) {
      wakeWriter.run();
    }
  }

  /** Which positions are sent and not receipted in this session; they are not evicted. */
  public void inFlight(Lane lane, long from, long end) {
    synchronized (state) {
      if (isCurrent()) {
        state.lane(lane).inFlightFrom = from;
        state.lane(lane).inFlightEnd = end;
      }
    }
  }

  /** Saves receipts now and then: wanted when the server does not say itself what it has. */
  public void keepReceipts(boolean keep) {
    synchronized (state) {
      state.keepReceipts = keep;
    }
  }

  /** Ends the session: nothing is in flight any more. */
  @Override
  public void close() {
    for (Lane lane : Lane.values()) {
      inFlight(lane, 0, 0);
    }
    readers.values().forEach(SpoolReader::close);
  }
}

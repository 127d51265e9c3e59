package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;

/**
 * Keeps positions reserved on disk ahead of their use, and saves receipts with them. Owned by the
 * spool's thread.
 */
final class Reserve {

  /** Positions reserved at a time, for each lane. */
  static final long BLOCK = 4096;

  /**
   * How long a receipt of what is on disk may stay unsaved: after a crash, damage to what was
   * delivered longer ago is not taken for a loss.
   */
  private static final long SAVE_RECEIPTS_NANOS = Duration.ofMinutes(15).toNanos();

  private final SpoolState state;
  private final Positions positions;

  Reserve(SpoolState state, Positions positions) {
    this.state = state;
    this.positions = positions;
  }

  /** Whether a lane has less than half a block left, or an id is not on disk yet. */
  static boolean isDue(SpoolState state) {
    boolean due = state.renewWanted || state.memoryOnly;
    long now = state.time.nanos();
    for (LaneState lane : state.lanes()) {
      due |= lane.next + BLOCK / 2 > lane.reservedEnd;
      due |= state.keepReceipts && lane.receiptsDue();
      due |= lane.hasUnsavedReceipts() && now - state.reservedNanos >= SAVE_RECEIPTS_NANOS;
    }
    return due;
  }

  /** Writes what is due, or in any case. */
  int keep(boolean always) throws IOException {
    UUID basis;
    Positions.Slot slot;
    synchronized (state) {
      if (!always && !isDue(state)) {
        return 0;
      }
      basis = state.id;
      slot = slot(state.renewWanted ? state.drawId() : basis, false);
    }
    positions.write(slot);
    state.counters.count(Counter.SPOOL_FORCES);
    state.counters.add(Counter.SPOOL_BYTES_WRITTEN, Positions.bytesWritten());
    synchronized (state) {
      enter(slot, basis);
    }
    return 1;
  }

  private void enter(Positions.Slot slot, UUID basis) {
    if (!state.id.equals(basis)) {
      return; // the disk was away for so long that an id in memory took over; it is due again
    }
    for (LaneState lane : state.lanes()) {
      lane.reservedEnd = slot.of(lane.lane).reservedEnd();
      lane.savedReceipted = slot.of(lane.lane).receipted();
      state.ledger.forgetKnownBefore(lane.lane, lane.savedReceipted);
    }
    state.reservedNanos = state.time.nanos();
    state.memoryOnly = false;
    if (!slot.spool().equals(basis)) {
      state.renewWanted = false;
      state.beginId(slot.spool());
    }
  }

  private Positions.Slot slot(UUID id, boolean orderly) {
    var of = new ArrayList<Positions.LanePositions>();
    for (LaneState lane : state.lanes()) {
      long end = orderly ? lane.next : Math.max(lane.reservedEnd, lane.next + BLOCK);
      long tellable = Math.min(lane.receipted, state.ledger.firstUnsaved(lane.lane));
      long receipted = Math.max(lane.savedReceipted, tellable);
      of.add(new Positions.LanePositions(lane.next, end, receipted));
    }
    return new Positions.Slot(id, state.runningMillis(), orderly, of.get(0), of.get(1));
  }

  /** Marks a stop as orderly, if all is on disk. */
  void finish() throws IOException {
    Positions.Slot slot;
    synchronized (state) {
      for (LaneState lane : state.lanes()) {
        if (!lane.pending.isEmpty()) {
          return; // not all could be reserved: the next start must not take this stop for orderly
        }
      }
      slot = slot(state.id, true);
    }
    positions.write(slot);
  }
}

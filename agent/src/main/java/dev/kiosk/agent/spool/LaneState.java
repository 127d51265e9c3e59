package dev.kiosk.agent.spool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the spool knows of one lane. Guarded by the spool's lock; does no input or output. */
final class LaneState {

  /** Receipts that need not be on disk. */
  private static final long RECEIPTS_UNSAVED = 512;

  final Lane lane;

  /** Events that are not on disk yet. */
  final EntryQueue pending = new EntryQueue();

  /** The files, oldest first; the last may still be written to. */
  final List<Segment> segments = new ArrayList<>();

  /** The position that the next event gets. */
  long next;

  /** Positions below are reserved on disk and may be used. */
  long reservedEnd;

  /** Positions below are with the server for good. */
  long receipted;

  /** What {@link #receipted} was when it was last written to disk. */
  long savedReceipted;

  /** What the link has sent in this session and has no receipt for. */
  long inFlightFrom;

  long inFlightEnd;

  LaneState(Lane lane) {
    this.lane = lane;
  }

  /** Position behind the last event that is on disk or receipted. */
  long writtenEnd() {
    return pending.isEmpty() ? next : pending.first();
  }

  /** Whether no position is left that was reserved. */
  boolean isExhausted() {
    return next >= reservedEnd;
  }

  /** The file that may hold the position, or the first one behind it. */
  @Nullable Segment segmentAt(long position) {
    for (Segment segment : segments) {
      if (segment.end > position) {
        return segment;
      }
    }
    return null;
  }

  long bytes() {
    long sum = pending.bytes();
    for (Segment segment : segments) {
      sum += segment.bytes;
    }
    return sum;
  }

  boolean inFlight(Segment segment) {
    return segment.base < inFlightEnd && inFlightFrom < segment.end;
  }

  /** Whether a crash would make us forget a receipt of something that is on disk. */
  boolean hasUnsavedReceipts() {
    for (Segment segment : segments) {
      if (segment.base < receipted && segment.end > savedReceipted) {
        return savedReceipted < receipted;
      }
    }
    return false;
  }

  /**
   * In a plain session, receipts are saved at least this often, so that a crash repeats no more.
   */
  boolean receiptsDue() {
    return receipted - savedReceipted >= RECEIPTS_UNSAVED;
  }
}

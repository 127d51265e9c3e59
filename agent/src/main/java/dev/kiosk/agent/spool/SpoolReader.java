package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events of one lane from a position on, in memory or in the files. Owned by one thread.
 */
final class SpoolReader implements Closeable {

  /**
   * Each round passes a hole, a damaged place or a file that went away; more of them wait for the
   * next call.
   */
  private static final int MOST_ROUNDS = 8;

  /** A file that cannot be read for so long will not be read any more. */
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Lane lane;
  private final SpoolState state;
  private final Source source;
  private @Nullable SegmentReader cursor;
  private SegmentFormat.@Nullable Group group;
  private @Nullable Long refusedSinceNanos;

  SpoolReader(Lane lane, SpoolState state, Source source) {
    this.lane = lane;
    this.state = state;
    this.source = source;
  }

  /** Under which id positions are meant, and where the files are. */
  record Source(UUID id, Disk disk) {}

  private boolean isOver() {
    return !state.id.equals(source.id);
  }

  /** Where to look, decided under the lock. */
  private record Place(
      long position, long end, @Nullable Batch memory, @Nullable Segment segment, long limit) {

    static Place of(Batch memory) {
      return new Place(memory.first(), memory.first(), memory, null, 0);
    }
  }

  Batch read(long from, int mostEvents, long mostBytes) {
    long position = from;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Place place = locate(position, mostEvents, mostBytes);
      if (place.memory != null) {
        return place.memory;
      }
      position = place.position;
      Segment segment = place.segment;
      if (segment == null) {
        return new Batch(lane, position, List.of());
      }
      List<byte[]> events = fromFile(segment, place, mostEvents, mostBytes);
      if (!events.isEmpty()) {
        return new Batch(lane, position, events);
      }
    }
    return new Batch(lane, position, List.of());
  }

  private Place locate(long from, int mostEvents, long mostBytes) {
    synchronized (state) {
      if (isOver()) {
        return Place.of(new Batch(lane, from, List.of()));
      }
      LaneState of = state.lane(lane);
      long position = Math.max(from, of.receipted);
      for (Gap gap = state.ledger.at(lane, position); gap != null; ) {
        position = gap.end();
        gap = state.ledger.at(lane, position);
      }
      boolean memoryMaySpeak = lane == Lane.READINGS || state.diskIsAway();
      long limit = Math.min(memoryMaySpeak ? of.next : of.writtenEnd(), state.usableEnd(of));
      if (position >= limit) {
        return Place.of(new Batch(lane, position, List.of()));
      }
      if (position >= of.writtenEnd()) {
        var events = new ArrayList<byte[]>();
        for (Entry entry : of.pending.from(position, mostEvents, mostBytes)) {
          if (entry.position < limit) {
            events.add(entry.payload);
          }
        }
        return Place.of(new Batch(lane, position, events));
      }
      Segment segment = of.segmentAt(position);
      if (segment == null) {
        missing(position, of.writtenEnd(), LossReason.DAMAGED, "no file holds these events");
      }
      long end = state.ledger.nextGap(lane, position);
      return new Place(position, end, null, segment, segment == null ? 0 : segment.bytes);
    }
  }

  /** Events from the place on; empty when something stood in the way that was dealt with. */
  private List<byte[]> fromFile(Segment segment, Place place, int mostEvents, long mostBytes) {
    var events = new ArrayList<byte[]>();
    long at = place.position;
    long bytes = 0;
    try {
      SegmentReader reader = cursor(segment, at);
      while (at < place.end && events.size() < mostEvents && bytes < mostBytes) {
        SegmentFormat.Group current = group;
        if (current == null || current.end() <= at) {
          current = reader.next(place.limit);
          if (current == null) {
            return events.isEmpty() ? ended(segment, at) : events;
          }
          group = current;
          refusedSinceNanos = null;
        }
        if (current.first() > at) {
          return events.isEmpty() ? hole(at, current) : events;
        }
        long end = Math.min(current.end(), place.end);
        while (at < end && events.size() < mostEvents && bytes < mostBytes) {
          byte[] payload = current.payloads().get((int) (at - current.first()));
          events.add(payload);
          bytes += payload.length;
          at++;
        }
      }
      return events;
    } catch (NoSuchFileException gone) {
      forgetCursor();
      if (events.isEmpty()) {
        damaged(segment, at, gone);
      }
      return events;
    } catch (SegmentReader.DamagedException unreadable) {
      boolean cutShort = isCutShort(place.limit);
      forgetCursor();
      if (!events.isEmpty()) {
        return events;
      }
      if (cutShort) {
        return ended(segment, at);
      }
      damaged(segment, at, unreadable);
      return events;
    } catch (IOException refusing) {
      forgetCursor();
      if (events.isEmpty() && refusedForLong()) {
        damaged(segment, at, refusing);
      }
      return events;
    }
  }

  /** What stands there is the rest of a write that failed: nothing in it was accepted. */
  private boolean isCutShort(long limit) {
    SegmentReader reader = cursor;
    try {
      return reader != null && !reader.lookBehind(limit).wasForced();
    } catch (IOException refusing) {
      return false;
    }
  }

  /** A disk that refuses to be read now may not do so later: what is on it is not given up yet. */
  private boolean refusedForLong() {
    long nowNanos = state.time.nanos();
    Long since = refusedSinceNanos;
    if (since == null) {
      refusedSinceNanos = nowNanos;
      return false;
    }
    return nowNanos - since >= PATIENCE_NANOS;
  }

  private SegmentReader cursor(Segment segment, long position) throws IOException {
    SegmentReader open = cursor;
    SegmentFormat.Group current = group;
    boolean goesOn =
        open != null
            && open.path().equals(segment.file)
            && (current == null || current.first() <= position);
    if (goesOn && open != null) {
      return open;
    }
    forgetCursor();
    SegmentReader opened = SegmentReader.open(source.disk, segment.file);
    cursor = opened;
    return opened;
  }

  /** The file holds less than was thought: from now on its true end is known. */
  private List<byte[]> ended(Segment segment, long at) {
    synchronized (state) {
      if (isOver()) {
        return List.of();
      }
      segment.end = Math.min(segment.end, at);
      LaneState of = state.lane(lane);
      if (of.segmentAt(at) == null && of.writtenEnd() > at) { // else the next file tells
        String why = "the file ends before them: " + segment.file;
        missing(at, of.writtenEnd(), LossReason.DAMAGED, why);
      }
    }
    return List.of();
  }

  private List<byte[]> hole(long at, SegmentFormat.Group following) {
    synchronized (state) {
      if (isOver()) {
        return List.of();
      }
      long receipted = Math.min(following.receipted(), following.first());
      if (receipted > at) { // a server had them, and this one does not
        missing(at, receipted, LossReason.FORGOTTEN, "they were receipted before");
      }
      if (following.first() > receipted) {
        missing(
            Math.max(at, receipted), following.first(), LossReason.DAMAGED, "no record holds them");
      }
    }
    return List.of();
  }

  private void damaged(Segment segment, long at, IOException failure) {
    synchronized (state) {
      boolean evicted = segment.end <= at || !state.lane(lane).segments.contains(segment);
      if (isOver() || evicted) {
        return; // the next round finds the gap
      }
      long end = segment.end;
      segment.end = at;
      segment.damaged = true;
      state.counters.count(Counter.SPOOL_DAMAGED);
      missing(at, end, LossReason.DAMAGED, String.valueOf(failure.getMessage()));
    }
  }

  private void missing(long first, long end, LossReason reason, String why) {
    for (long[] part : state.uncovered(lane, first, end)) {
      state.lose(Gap.of(lane, part[0], part[1], reason));
      if (reason == LossReason.DAMAGED) {
        state.incident(
            "%d %s from position %d on cannot be read: %s"
                .formatted(part[1] - part[0], lane.wireName(), part[0], why));
      }
    }
  }

  private void forgetCursor() {
    SegmentReader open = cursor;
    cursor = null;
    group = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException ignored) {
        // it was open for reading only: nothing can be lost by it
        cursor = null;
      }
    }
  }

  @Override
  public void close() {
    forgetCursor();
  }
}

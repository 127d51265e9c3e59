package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, at a start, what the files hold. Reads the header of each segment and the newest
 * segment of each lane to its end; what is damaged further back is met when it is read. Never fails
 * because of what is in a file, only because of the disk.
 */
final class Recovery {

  /** No slot reserves so far beyond the one before it; positions are cheap. */
  private static final long MOST_IN_LOST_SLOT = 1 << 20;

  private final SpoolConfig config;
  private final Disk disk;
  private final SpoolState state;
  private final Writers writers;
  private final List<Gap> damagedEvents = new ArrayList<>();
  private boolean metDamage;

  Recovery(SpoolConfig config, Disk disk, SpoolState state, Writers writers) {
    this.config = config;
    this.disk = disk;
    this.state = state;
    this.writers = writers;
  }

  /** Fills the state. Holds the state's monitor although nobody else knows it yet. */
  void run(Positions.Opened opened) throws IOException {
    synchronized (state) {
      readLedger();
      Positions.Slot slot = opened.slot();
      if (slot != null) {
        state.runningFrom(slot.runningMillis());
      }
      boolean hadFiles = false;
      for (LaneState lane : state.lanes()) {
        lane.receipted = slot == null ? 0 : slot.of(lane.lane).receipted();
        listSegments(lane);
        hadFiles |= !lane.segments.isEmpty();
        lane.next = Math.max(lane.receipted, resumeNewest(lane));
      }
      for (Gap gap : damagedEvents) { // they were there: no new event may get their positions
        LaneState lane = state.lane(gap.lane());
        lane.next = Math.max(lane.next, gap.end());
      }
      if (slot == null) {
        // Which positions were used is not known any more, so none of the old ones may be given to
        // a new event.
        state.id = state.drawId();
        metDamage |= opened.damaged() || hadFiles;
        if (metDamage) {
          damage("the file of reserved positions was unreadable; a new spool id begins");
        }
        for (LaneState lane : state.lanes()) { // a new event in an old gap would never be read
          skipReserved(lane, Math.max(lane.next, state.ledger.end(lane.lane)));
        }
        tellGapsAgain();
      } else {
        state.id = slot.spool();
        resumePositions(slot, opened.damaged());
      }
      damagedEvents.forEach(this::lose);
      for (LaneState lane : state.lanes()) {
        lane.savedReceipted = slot == null ? 0 : slot.of(lane.lane).receipted();
      }
    }
  }

  private void lose(Gap damaged) {
    long first = Math.max(damaged.first(), state.lane(damaged.lane()).receipted);
    long end = Math.max(first, damaged.end());
    for (long[] part : state.uncovered(damaged.lane(), first, end)) {
      state.lose(Gap.of(damaged.lane(), part[0], part[1], LossReason.DAMAGED));
    }
  }

  private void readLedger() throws IOException {
    Ledger read = Ledger.read(disk, config.dir());
    if (read == null) {
      SetAside.file(disk, config.dir().resolve(Ledger.FILE_NAME));
      damage("the loss ledger was unreadable and is set aside");
      metDamage = true;
      return;
    }
    read.distrust();
    state.ledger = read;
  }

  /**
   * Goes on behind the last run.
   *
   * @param newerLost whether a newer slot may have been lost, and with it what it reserved
   */
  private void resumePositions(Positions.Slot slot, boolean newerLost) {
    boolean orderly = slot.orderly() && !metDamage && !newerLost;
    for (LaneState lane : state.lanes()) {
      Positions.LanePositions of = slot.of(lane.lane);
      if (orderly) {
        missAtTheEnd(lane, of.next());
        lane.next = Math.max(lane.next, of.next());
      } else {
        long reserved = of.reservedEnd() + (newerLost ? MOST_IN_LOST_SLOT : 0);
        skipReserved(lane, Math.max(lane.next, reserved));
      }
      lane.reservedEnd = Math.max(of.reservedEnd(), lane.next);
    }
    if (!orderly) {
      tellGapsAgain();
    }
  }

  /** After an orderly stop all events up to its end are on disk, unless somebody cut a file. */
  private void missAtTheEnd(LaneState lane, long end) {
    for (long[] part : state.uncovered(lane.lane, Math.min(lane.next, end), end)) {
      damagedEvents.add(Gap.of(lane.lane, part[0], part[1], LossReason.DAMAGED));
      damage(
          "%d %s from position %d on are missing at the end of the files"
              .formatted(part[1] - part[0], lane.lane.wireName(), part[0]));
    }
  }

  /** Which of the events that told of gaps survived is not known: all are told again. */
  private void tellGapsAgain() {
    List<Gap> open = state.ledger.open();
    for (Gap gap : open) {
      if (gap.announcedAt() >= 0) {
        state.ledger.put(gap.announced(-1));
      }
    }
    for (Gap gap : state.ledger.open()) {
      state.ledger.add(gap); // merges it with its neighbours
    }
    for (Gap gap : state.ledger.open()) {
      state.announce(gap);
    }
  }

  /** From here on nothing may be named that the last run may have named. */
  private void skipReserved(LaneState lane, long next) {
    long from = lane.next;
    lane.next = next;
    if (next > from) {
      var restart = new Ledger.Loss(1, state.time.wallMillis());
      state.ledger.countLost(lane.lane, LossReason.RESTART, restart);
      for (long[] part : state.uncovered(lane.lane, from, next)) { // what is lost keeps its reason
        state.ledger.add(Gap.of(lane.lane, part[0], part[1], LossReason.RESTART));
      }
    }
  }

  private void listSegments(LaneState lane) throws IOException {
    for (String name : disk.list(config.dir())) {
      long base = Segment.baseOf(lane.lane, name);
      if (base < 0) {
        continue;
      }
      Path file = config.dir().resolve(name);
      SegmentFormat.Header header = header(file);
      if (header == null || header.base() != base) {
        setAside(lane, base, file);
        continue;
      }
      var segment = new Segment(lane.lane, base, file);
      segment.bytes = disk.size(file);
      segment.runningMillis = header.runningMillis();
      segment.fromMillis = header.wallMillis();
      segment.toMillis = header.wallMillis();
      state.runningFrom(header.runningMillis());
      lane.segments.add(segment);
    }
    boundByNext(lane.segments);
  }

  /** Of older files only a bound is known until they are read: the next file's beginning. */
  private static void boundByNext(List<Segment> segments) {
    for (int i = 0; i + 1 < segments.size(); i++) {
      Segment segment = segments.get(i);
      Segment following = segments.get(i + 1);
      segment.end = following.base;
      segment.runningMillis = following.runningMillis;
      segment.toMillis = following.fromMillis;
    }
  }

  private SegmentFormat.@Nullable Header header(Path file) throws IOException {
    try (DiskFile in = disk.openRead(file)) {
      var bytes = ByteBuffer.allocate(SegmentFormat.HEADER_BYTES);
      in.read(bytes, 0);
      return SegmentFormat.readHeader(bytes.flip());
    }
  }

  private void setAside(LaneState lane, long base, Path file) throws IOException {
    if (disk.size(file) < SegmentFormat.HEADER_BYTES) {
      disk.delete(file); // a crash while it was begun: no event can be in it
      return;
    }
    try (SegmentReader reader = SegmentReader.openDamaged(disk, file, base)) {
      long end = reader.lookBehind(disk.size(file)).end();
      if (end > base) {
        damagedEvents.add(Gap.of(lane.lane, base, end, LossReason.DAMAGED));
      }
    }
    SetAside.file(disk, file);
    metDamage = true;
    damage("the segment %s has no readable header and is set aside".formatted(file.getFileName()));
  }

  /**
   * Reads the newest segments until one with an event is found, and goes on writing behind it.
   *
   * @return the position behind the last event on disk, 0 when there is none
   */
  private long resumeNewest(LaneState lane) throws IOException {
    var newestFirst = new ArrayList<Segment>(lane.segments);
    java.util.Collections.reverse(newestFirst);
    for (Segment segment : newestFirst) {
      boolean newest = segment == newestFirst.get(0);
      if (scan(lane, segment, newest)) {
        return segment.end;
      }
    }
    return 0; // a file that was only begun says nothing of what came before it
  }

  /** Whether there was an event in it. */
  private boolean scan(LaneState lane, Segment segment, boolean newest) throws IOException {
    long bound = segment.end;
    segment.end = segment.base;
    try (SegmentReader reader = SegmentReader.open(disk, segment.file)) {
      SegmentFormat.Group last = null;
      long lastWrite = 0;
      try {
        SegmentFormat.Group group;
        long at = reader.offset();
        while ((group = reader.next(segment.bytes)) != null) {
          lastWrite = last != null && group.stamp().unforced() == 0 ? at : lastWrite;
          at = reader.offset();
          last = group;
          segment.end = group.end();
          segment.mark(group.first(), group.wallMillis());
        }
      } catch (SegmentReader.DamagedException tail) {
        cutOff(segment, reader, tail, newest);
      }
      if (last != null) {
        lane.receipted = Math.max(lane.receipted, last.receipted());
        segment.runningMillis = last.runningMillis();
        segment.toMillis = Math.max(segment.toMillis, last.wallMillis());
        state.runningFrom(last.runningMillis());
      }
      if (newest && !segment.damaged) {
        segment.bytes = reader.offset();
        var tail = new SegmentWriter.Tail(reader.header(), lastWrite, reader.offset());
        writers.of(lane.lane).resume(segment, tail);
      } else if (segment.damaged && last != null) {
        segment.end = Math.max(segment.end, bound); // how far it went is not known
      }
      return last != null;
    }
  }

  /** Bytes behind the last sound record: what a crash left of one write, or damage. */
  private void cutOff(Segment segment, SegmentReader reader, IOException found, boolean newest)
      throws IOException {
    SegmentReader.Behind behind = reader.lookBehind(segment.bytes);
    if (!behind.wasForced()) {
      return; // what was in it was not accepted yet; resume() cuts it off
    }
    segment.damaged = true;
    metDamage = true;
    damage(String.valueOf(found.getMessage()));
    LaneState lane = state.lane(segment.lane);
    long first = Math.max(segment.end, lane.receipted);
    if (newest && behind.end() > first) {
      damagedEvents.add(Gap.of(segment.lane, first, behind.end(), LossReason.DAMAGED));
    }
  }

  private void damage(String what) {
    state.counters.count(Counter.SPOOL_DAMAGED);
    state.incident("The spool met damage at the start: " + what);
  }
}

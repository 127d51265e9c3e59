package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.SmallFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All writing of the spool: reserves positions, writes groups, deletes what is receipted, makes
 * room. Owned by the spool's thread; takes the lock to look and to enter results, never while it
 * writes.
 */
final class Housekeeper implements Closeable {

  /** Positions reserved at a time, for each lane. */
  static final long BLOCK = 4096;

  private static final int MOST_ENTRIES = 4096;

  /** How often it is made sure that the folder is still there. */
  private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();

  private final SpoolConfig config;
  private final SpoolState state;
  private final Disk disk;
  private Positions positions;
  private final Eviction eviction;
  private final Map<Lane, SegmentWriter> writers = new EnumMap<>(Lane.class);
  private long retryAtNanos;
  private long lookAgainAtNanos;

  Housekeeper(SpoolConfig config, SpoolState state, Disk disk, Positions positions) {
    this.config = config;
    this.state = state;
    this.disk = disk;
    this.positions = positions;
    this.eviction = new Eviction(config, state);
    this.lookAgainAtNanos = state.time.nanos() + LOOK_NANOS;
    for (Lane lane : Lane.values()) {
      writers.put(lane, new SegmentWriter(lane, disk, config.dir(), state.counters));
    }
  }

  SegmentWriter writer(Lane lane) {
    SegmentWriter writer = writers.get(lane);
    if (writer == null) {
      throw new IllegalStateException("no writer for " + lane);
    }
    return writer;
  }

  /** Makes a start durable: from here on a stop is a crash until {@link #finish} says otherwise. */
  void begin() throws IOException {
    reserve(true);
    saveLedger();
  }

  int step(long nowNanos) {
    boolean refused;
    synchronized (state) {
      state.noteDay();
      refused = state.refusing != null;
    }
    if (refused && nowNanos - retryAtNanos < 0) {
      return 0;
    }
    try {
      int work = lookForFolder(nowNanos);
      work += reserve(refused);
      work += saveLedger();
      work += makeRoom();
      work += write(Lane.ALERTS, 0, nowNanos);
      work += write(Lane.READINGS, config.flushInterval().toNanos(), nowNanos);
      work += forget();
      work += saveReceipts();
      if (refused) {
        healed();
      }
      return work;
    } catch (IOException failure) {
      refuse(failure, nowNanos);
      return 0;
    }
  }

  /**
   * An open file can be written to after its folder was removed, and nothing of it would be found
   * again.
   */
  private int lookForFolder(long nowNanos) throws IOException {
    if (nowNanos - lookAgainAtNanos < 0) {
      return 0;
    }
    if (disk.exists(config.dir().resolve(Positions.FILE_NAME))) {
      lookAgainAtNanos = nowNanos + LOOK_NANOS;
      return 0;
    }
    for (SegmentWriter writer : writers.values()) {
      writer.turn();
    }
    disk.createDirectories(config.dir());
    positions.close();
    positions = Positions.open(disk, config.dir()).positions();
    Owner.claim(config, disk);
    synchronized (state) {
      state.loseAllFiles();
    }
    lookAgainAtNanos = nowNanos + LOOK_NANOS; // not before all of it has worked
    return reserve(true);
  }

  private void refuse(IOException failure, long nowNanos) {
    state.counters.count(Counter.SPOOL_FAILURES);
    retryAtNanos = nowNanos + RETRY_NANOS;
    synchronized (state) {
      // A plain message says it all; of a file system's exception it is only the name of the file.
      String kind =
          failure instanceof FileSystemException ? failure.getClass().getSimpleName() + ": " : "";
      state.refusing = kind + failure.getMessage();
    }
  }

  private void healed() {
    synchronized (state) {
      state.refusing = null;
    }
  }

  /** Keeps at least half a block ahead of both lanes. */
  private int reserve(boolean always) throws IOException {
    Positions.Slot slot;
    synchronized (state) {
      boolean due = always || state.renewWanted;
      for (LaneState lane : state.lanes()) {
        due |= lane.next + BLOCK / 2 > lane.reservedEnd;
      }
      if (!due) {
        return 0;
      }
      slot = slot(state.renewWanted ? state.drawId() : state.id, false);
    }
    writeSlot(slot);
    return 1;
  }

  private void writeSlot(Positions.Slot slot) throws IOException {
    positions.write(slot);
    state.counters.count(Counter.SPOOL_FORCES);
    state.counters.add(Counter.SPOOL_BYTES_WRITTEN, Positions.bytesWritten());
    synchronized (state) {
      if (!state.id.equals(slot.spool())) {
        state.id = slot.spool();
        state.renewWanted = false;
      }
      for (LaneState lane : state.lanes()) {
        lane.reservedEnd = slot.of(lane.lane).reservedEnd();
        lane.savedReceipted = slot.of(lane.lane).receipted();
      }
    }
  }

  private Positions.Slot slot(UUID id, boolean orderly) {
    var of = new ArrayList<Positions.LanePositions>();
    for (LaneState lane : state.lanes()) {
      long end = orderly ? lane.next : Math.max(lane.reservedEnd, lane.next + BLOCK);
      of.add(new Positions.LanePositions(lane.next, end, lane.receipted));
    }
    return new Positions.Slot(id, state.runningMillis(), orderly, of.get(0), of.get(1));
  }

  private int saveReceipts() throws IOException {
    Positions.Slot slot;
    synchronized (state) {
      boolean due = false;
      for (LaneState lane : state.lanes()) {
        due |= state.keepReceipts && lane.receiptsDue();
      }
      if (!due) {
        return 0;
      }
      slot = slot(state.id, false);
    }
    writeSlot(slot);
    return 1;
  }

  private int saveLedger() throws IOException {
    byte[] content;
    synchronized (state) {
      if (!state.ledger.dirty()) {
        return 0;
      }
      content = state.ledger.encode();
      state.ledger.saved();
    }
    try {
      SmallFile.replace(disk, config.dir().resolve(Ledger.FILE_NAME), content);
    } catch (IOException failure) {
      synchronized (state) {
        state.ledger.touched();
      }
      throw failure;
    }
    state.counters.add(Counter.SPOOL_BYTES_WRITTEN, content.length);
    return 1;
  }

  private int write(Lane lane, long delayNanos, long nowNanos) throws IOException {
    List<Entry> due;
    SegmentWriter.Stamp stamp;
    synchronized (state) {
      LaneState of = state.lane(lane);
      if (of.pending.isEmpty() || nowNanos - of.pending.at(0).appendedNanos < delayNanos) {
        return 0;
      }
      due = new ArrayList<>();
      for (Entry entry :
          of.pending.from(of.pending.first(), MOST_ENTRIES, SegmentWriter.SEGMENT_BYTES)) {
        if (entry.position < of.reservedEnd && !held(lane, entry.position)) {
          due.add(entry);
        }
      }
      stamp = new SegmentWriter.Stamp(of.receipted, state.runningMillis());
    }
    if (due.isEmpty()) {
      return 0;
    }
    SegmentWriter.Written written = writer(lane).write(due, stamp);
    enter(lane, due, stamp, written);
    return due.size();
  }

  private boolean held(Lane lane, long position) {
    return lane == Lane.ALERTS && position >= state.alertsHeldFrom;
  }

  private void enter(
      Lane lane, List<Entry> due, SegmentWriter.Stamp stamp, SegmentWriter.Written written) {
    synchronized (state) {
      LaneState of = state.lane(lane);
      Segment segment = written.segment();
      if (written.opened()) {
        of.segments.removeIf(
            old -> old.file.equals(segment.file)); // a failed write may have left its name
        of.segments.add(segment);
        segment.fromMillis = due.get(0).wallMillis;
      }
      Entry last = due.get(due.size() - 1);
      segment.end = last.position + 1;
      segment.bytes = written.bytes();
      segment.runningMillis = stamp.runningMillis();
      segment.toMillis = last.wallMillis;
      segment.mark(due.get(0).position, due.get(0).wallMillis);
      of.pending.dropBelow(segment.end);
    }
  }

  /**
   * Deletes files whose events are all receipted. The file being written to stays until it is full.
   */
  private int forget() throws IOException {
    int work = 0;
    for (Lane lane : Lane.values()) {
      Segment done;
      while ((done = receipted(lane)) != null) {
        remove(done);
        work++;
      }
    }
    return work;
  }

  private @Nullable Segment receipted(Lane lane) {
    synchronized (state) {
      LaneState of = state.lane(lane);
      if (of.segments.isEmpty()) {
        return null;
      }
      Segment oldest = of.segments.get(0);
      boolean kept = writer(lane).isActive(oldest) && oldest.bytes < SegmentWriter.SEGMENT_BYTES;
      return oldest.end <= of.receipted && !kept ? oldest : null;
    }
  }

  private void remove(Segment segment) throws IOException {
    if (writer(segment.lane).isActive(segment)) {
      writer(segment.lane).turn();
    }
    if (segment.damaged) {
      SetAside.file(disk, segment.file);
    } else {
      disk.delete(segment.file);
    }
    synchronized (state) {
      state.lane(segment.lane).segments.remove(segment);
    }
  }

  /** Keeps the bound of bytes and of age. */
  private int makeRoom() throws IOException {
    int work = 0;
    for (Segment victim = eviction.next(); victim != null; victim = eviction.next()) {
      saveLedger(); // the loss is on record before the file goes
      remove(victim);
      work++;
    }
    return work;
  }

  /** The soonest time at which something is due. */
  long wakeAtNanos(long nowNanos) {
    synchronized (state) {
      if (state.refusing != null) {
        return retryAtNanos;
      }
      boolean now = state.renewWanted || state.ledger.dirty();
      EntryQueue alerts = state.lane(Lane.ALERTS).pending;
      now |= !alerts.isEmpty() && !held(Lane.ALERTS, alerts.first());
      for (LaneState lane : state.lanes()) {
        now |= lane.next + BLOCK / 2 > lane.reservedEnd;
        now |= state.keepReceipts && lane.receiptsDue();
      }
      if (now) {
        return nowNanos;
      }
      EntryQueue readings = state.lane(Lane.READINGS).pending;
      return readings.isEmpty()
          ? nowNanos + Duration.ofSeconds(60).toNanos()
          : readings.at(0).appendedNanos + config.flushInterval().toNanos();
    }
  }

  /** Writes all that is in memory and marks the stop as orderly. */
  void finish() throws IOException {
    reserve(false);
    saveLedger();
    makeRoom();
    for (Lane lane : Lane.values()) {
      while (write(lane, Long.MIN_VALUE, 0) > 0) {
        // until all is on disk
      }
    }
    saveLedger();
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

  @Override
  public void close() throws IOException {
    for (SegmentWriter writer : writers.values()) {
      writer.close();
    }
    positions.close();
  }
}

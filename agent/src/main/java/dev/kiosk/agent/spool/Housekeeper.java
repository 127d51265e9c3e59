package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import dev.kiosk.agent.disk.LockedException;
import dev.kiosk.agent.disk.SmallFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All writing of the spool: reserves positions, writes groups, deletes what is receipted, makes
 * room. Owned by the spool's thread; takes the lock to look and to enter results, never while it
 * writes.
 */
final class Housekeeper implements Closeable {

  private static final int MOST_ENTRIES = 4096;

  /** How often it is made sure that the folder is still there. */
  private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();

  private final SpoolConfig config;
  private final SpoolState state;
  private final Disk disk;
  private final Eviction eviction;
  private final Writers writers;
  private @Nullable SpoolFolder folder;
  private @Nullable Reserve reserve;
  private long retryAtNanos;
  private long lookAgainAtNanos;

  Housekeeper(SpoolConfig config, SpoolState state, Disk disk) {
    this.config = config;
    this.state = state;
    this.disk = disk;
    this.eviction = new Eviction(config, state);
    this.lookAgainAtNanos = state.time.nanos() + LOOK_NANOS;
    this.writers = new Writers(lane -> new SegmentWriter(lane, disk, config, state.counters));
  }

  /**
   * The first opening. A disk that refuses does not keep the agent from running: events are then
   * kept in memory, under a spool id that lives there only, until the disk takes them.
   *
   * @throws LockedException when another agent has the folder
   */
  void begin() throws LockedException {
    long nowNanos = state.time.nanos();
    try {
      open();
    } catch (LockedException another) {
      throw another;
    } catch (IOException failure) {
      refuse(failure, nowNanos);
    }
  }

  int step(long nowNanos) {
    boolean refused;
    synchronized (state) {
      state.noteDay();
      refused = state.refusing != null;
      if (refused && nowNanos - retryAtNanos < 0) {
        return 0;
      }
      state.busySinceNanos = nowNanos;
    }
    try {
      int work = lookForFolder(nowNanos);
      Reserve reserved = reserve;
      if (reserved == null) {
        reserved = open();
        work++;
      }
      work += forget(reserved); // first of all, as a full disk may have room for the rest then
      work += reserved.keep(false);
      work += saveLedger();
      work += makeRoom(reserved);
      work += write(Lane.ALERTS, 0, nowNanos);
      work += write(Lane.READINGS, config.flushInterval().toNanos(), nowNanos);
      state.saveFirst.run(); // once more, should it have failed before
      if (refused) {
        prove();
        healed();
      }
      return work;
    } catch (IOException failure) {
      refuse(failure, nowNanos);
      return 0;
    } finally {
      synchronized (state) {
        state.busySinceNanos = null;
      }
    }
  }

  /**
   * Takes the folder and learns what its files hold. What waits in memory goes behind it, under the
   * folder's spool id.
   */
  private Reserve open() throws IOException {
    SpoolFolder opened = SpoolFolder.open(config, disk);
    try {
      SpoolState found = state.blank();
      new Recovery(config, disk, found, writers).run(opened.found());
      if (!opened.incident().isEmpty()) {
        found.incident(opened.incident());
      }
      synchronized (state) {
        state.adopt(found);
      }
    } catch (IOException | RuntimeException failure) {
      writers.close();
      opened.close();
      throw failure;
    }
    folder = opened;
    var begun = new Reserve(state, opened.positions());
    reserve = begun;
    begun.keep(true); // from here on a stop is a crash until finish() says otherwise
    saveLedger();
    return begun;
  }

  /**
   * An open file can be written to after its folder was removed, and nothing of it would be found
   * again.
   */
  private int lookForFolder(long nowNanos) throws IOException {
    SpoolFolder held = folder;
    if (held == null || nowNanos - lookAgainAtNanos < 0) {
      return 0;
    }
    if (!disk.exists(config.dir().resolve(Positions.FILE_NAME))) {
      writers.close();
      held.close();
      folder = null;
      reserve = null;
      SpoolFolder anew = SpoolFolder.open(config, disk);
      folder = anew;
      var begun = new Reserve(state, anew.positions());
      reserve = begun;
      synchronized (state) {
        state.loseAllFiles();
      }
      begun.keep(true);
    }
    lookAgainAtNanos = nowNanos + LOOK_NANOS; // not before all of it has worked
    return 0;
  }

  private void refuse(IOException failure, long nowNanos) {
    state.counters.count(Counter.SPOOL_FAILURES);
    retryAtNanos = nowNanos + RETRY_NANOS;
    synchronized (state) {
      state.refusing = Refusal.words(failure);
      state.goOnInMemoryIfExhausted();
    }
  }

  /**
   * A disk that had nothing to take did not show that it takes anything: a full one lets what is
   * there be overwritten.
   */
  private void prove() throws IOException {
    Path file = config.dir().resolve("probe");
    try (DiskFile probe = disk.open(file)) {
      probe.write(ByteBuffer.allocate(SegmentWriter.GROUP_BYTES), 0);
      probe.force();
    }
    disk.delete(file);
  }

  private void healed() {
    synchronized (state) {
      state.refusing = null;
    }
  }

  private int saveLedger() throws IOException {
    Ledger ledger;
    synchronized (state) {
      if (!state.ledger.dirty()) {
        return 0;
      }
      ledger = state.ledger.copy();
    }
    save(ledger);
    return 1;
  }

  private void save(Ledger ledger) throws IOException {
    byte[] content = ledger.encode();
    SmallFile.replace(disk, config.dir().resolve(Ledger.FILE_NAME), content);
    synchronized (state) {
      state.ledger.saved(ledger.all());
    }
    state.counters.add(Counter.SPOOL_BYTES_WRITTEN, content.length);
  }

  private int write(Lane lane, long delayNanos, long nowNanos) throws IOException {
    List<Entry> due;
    SegmentWriter.Stamp stamp;
    synchronized (state) {
      LaneState of = state.lane(lane);
      boolean full = lane == Lane.READINGS && state.isGroupFull();
      if (of.pending.isEmpty()
          || (!full && nowNanos - of.pending.at(0).appendedNanos < delayNanos)) {
        return 0;
      }
      long first = of.pending.first();
      int most = (int) Math.min(MOST_ENTRIES, Math.max(0, of.reservedEnd - first));
      due = of.pending.from(first, most, config.segmentBytes());
      stamp = new SegmentWriter.Stamp(of.receipted, state.runningMillis());
    }
    if (due.isEmpty()) {
      return 0;
    }
    if (lane == Lane.ALERTS) {
      state.saveFirst.run(); // after the choice above, so that it knows of all that is written now
    }
    SegmentWriter.Written written = writers.of(lane).write(due, stamp);
    enter(lane, due, stamp, written);
    return due.size();
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
  private int forget(Reserve reserved) throws IOException {
    int work = 0;
    for (Lane lane : Lane.values()) {
      Segment done;
      while ((done = receipted(lane)) != null) {
        if (!remove(done, reserved)) {
          break;
        }
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
      boolean kept = writers.of(lane).isActive(oldest) && oldest.bytes < config.segmentBytes();
      return oldest.end <= of.receipted && !kept ? oldest : null;
    }
  }

  /** False when a receipt of its events cannot be kept on disk yet. */
  private boolean remove(Segment segment, Reserve reserved) throws IOException {
    if (!receiptIsSaved(segment)) {
      reserved.keep(true); // else a crash would make its positions look lost
      if (!receiptIsSaved(segment)) {
        return false;
      }
    }
    if (writers.of(segment.lane).isActive(segment)) {
      writers.of(segment.lane).close();
    }
    if (segment.damaged) {
      SetAside.file(disk, segment.file);
    } else {
      disk.delete(segment.file);
    }
    synchronized (state) {
      state.lane(segment.lane).segments.remove(segment);
    }
    return true;
  }

  private boolean receiptIsSaved(Segment segment) {
    synchronized (state) {
      LaneState of = state.lane(segment.lane);
      boolean evicted = segment.end == segment.base;
      long needed = evicted ? of.receipted : Math.min(of.receipted, segment.end);
      return of.savedReceipted >= needed || segment.base >= of.receipted;
    }
  }

  /** Keeps the bound of bytes and of age. */
  private int makeRoom(Reserve reserved) throws IOException {
    int work = 0;
    for (Eviction.Victim victim = eviction.next(); victim != null; victim = eviction.next()) {
      save(eviction.foreseen(victim)); // the loss is on record before anybody is told of it
      if (eviction.giveUp(victim)) {
        remove(victim.segment(), reserved);
      }
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
      boolean now = Reserve.isDue(state) || state.ledger.dirty();
      now |= !state.lane(Lane.ALERTS).pending.isEmpty() || state.isGroupFull();
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
    Reserve reserved = reserve;
    if (reserved == null) {
      synchronized (state) {
        long lost = state.lane(Lane.ALERTS).pending.size();
        lost += state.lane(Lane.READINGS).pending.size();
        throw new IOException(
            "its folder could not be opened, so %d events that waited in memory are lost"
                .formatted(lost));
      }
    }
    reserved.keep(false);
    saveLedger();
    makeRoom(reserved);
    for (Lane lane : Lane.values()) {
      while (write(lane, Long.MIN_VALUE, 0) > 0) {
        // until all is on disk
      }
    }
    saveLedger();
    reserved.finish();
  }

  @Override
  public void close() throws IOException {
    SpoolFolder held = folder;
    try {
      writers.close();
    } finally {
      if (held != null) {
        held.close();
      }
    }
  }
}

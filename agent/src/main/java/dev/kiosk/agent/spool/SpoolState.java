package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.time.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the spool knows in memory. Every access holds its monitor, for moments only: nothing here
 * touches the disk.
 */
final class SpoolState {

  /** Bounds what waits in memory for a disk that stalls or refuses, payload bytes of both lanes. */
  static final long MOST_PENDING_BYTES = 4L << 20;

  /** So much is written before its time, lest the memory runs full between two flushes. */
  private static final long FULL_GROUP_BYTES = MOST_PENDING_BYTES / 4;

  private static final long STALL_NANOS = 10_000_000_000L;
  private static final int MOST_INCIDENTS = 32;
  private static final long MILLIS_A_DAY = 86_400_000L;

  final Time time;
  final Counters counters;
  final Announcer announcer;
  private final Spool.Surroundings on;
  private LaneState alerts = new LaneState(Lane.ALERTS);
  private LaneState readings = new LaneState(Lane.READINGS);
  private List<LaneState> lanes = List.of(alerts, readings);
  private final ArrayDeque<String> incidents = new ArrayDeque<>();
  private final RandomGenerator random;
  private final long startNanos;
  Ledger ledger = new Ledger();
  UUID id = new UUID(0, 0);

  /** Whether {@link #id} is not on disk: nothing is reserved then, and nothing need be. */
  boolean memoryOnly;

  /** When positions and receipts were written last. */
  long reservedNanos;

  boolean renewWanted;
  boolean keepReceipts;
  @Nullable String refusing;

  /** When the writing began that is under way; null between two. */
  @Nullable Long busySinceNanos;

  /** What must be on disk before the alerts that were appended until now. */
  volatile Runnable saveFirst = () -> {};

  private long runningBaseMillis;
  private long day = Long.MIN_VALUE;
  private long writtenBeforeToday;

  SpoolState(Spool.Surroundings on, Announcer announcer) {
    this.on = on;
    this.time = on.time();
    this.counters = on.counters();
    this.random = on.random();
    this.announcer = announcer;
    this.startNanos = time.nanos();
    this.reservedNanos = startNanos;
  }

  /** What a start begins with: knows nothing yet. */
  SpoolState blank() {
    return new SpoolState(on, announcer);
  }

  /** A random id, marked as such (RFC 9562 section 5.4). */
  UUID drawId() {
    long most = (random.nextLong() & ~0xF000L) | 0x4000L;
    long least = (random.nextLong() & ~(3L << 62)) | (2L << 62);
    return new UUID(most, least);
  }

  LaneState lane(Lane lane) {
    return lane == Lane.ALERTS ? alerts : readings;
  }

  List<LaneState> lanes() {
    return lanes;
  }

  /** Running time of all runs so far, milliseconds. It never goes back and knows no wall clock. */
  long runningMillis() {
    return runningBaseMillis + (time.nanos() - startNanos) / 1_000_000;
  }

  /** To be called often: notices midnight, UTC. */
  void noteDay() {
    long today = Math.floorDiv(time.wallMillis(), MILLIS_A_DAY);
    if (today != day) {
      writtenBeforeToday = day == Long.MIN_VALUE ? 0 : counters.value(Counter.SPOOL_BYTES_WRITTEN);
      day = today;
    }
  }

  long writtenToday() {
    return counters.value(Counter.SPOOL_BYTES_WRITTEN) - writtenBeforeToday;
  }

  /** Why events are in memory only; empty when the disk is well. */
  String trouble() {
    if (refusing != null) {
      return refusing;
    }
    return stalls() ? "no answer for more than %d s".formatted(STALL_NANOS / 1_000_000_000) : "";
  }

  /** A disk that does not answer is no better than one that refuses. */
  private boolean stalls() {
    return busySinceNanos != null && time.nanos() - busySinceNanos > STALL_NANOS;
  }

  boolean diskIsAway() {
    return refusing != null || stalls();
  }

  /**
   * Positions below may be shown to others. Reserved ones, as no crash can give them out again; all
   * under an id that lives in memory only, as it dies with it.
   */
  long usableEnd(LaneState lane) {
    return memoryOnly ? Long.MAX_VALUE : lane.reservedEnd;
  }

  /** When no position is left that was reserved, an id takes over that lives in memory only. */
  void goOnInMemoryIfExhausted() {
    boolean exhausted = alerts.isExhausted() || readings.isExhausted();
    if (exhausted && !memoryOnly && diskIsAway()) {
      memoryOnly = true;
      beginId(drawId());
    }
  }

  /**
   * All that is not receipted moves to another spool id, at the same positions; those below are
   * skipped under it.
   */
  void beginId(UUID begun) {
    id = begun;
    for (LaneState lane : lanes()) {
      lane.inFlightFrom = 0;
      lane.inFlightEnd = 0;
      for (long[] part : uncovered(lane.lane, 0, lane.receipted)) {
        announce(ledger.add(Gap.of(lane.lane, part[0], part[1], LossReason.FORGOTTEN)));
      }
    }
    tellKnownGapsAgain();
  }

  /**
   * Goes on with what a start found on disk. Events that wait in memory are appended behind it; of
   * gaps under the id in memory only the sums remain.
   */
  void adopt(SpoolState found) {
    var waiting = new ArrayList<Entry>();
    var from = new ArrayList<Lane>();
    for (LaneState lane : lanes) {
      for (int i = 0; i < lane.pending.size(); i++) {
        Entry entry = lane.pending.at(i);
        if (!ledger.isAnnouncedAt(lane.lane, entry.position)) {
          waiting.add(entry);
          from.add(lane.lane);
        }
      }
    }
    found.ledger.countAll(ledger);
    if (!found.id.equals(id)) {
      tellLostFiles(found);
    }
    alerts = found.alerts;
    readings = found.readings;
    lanes = List.of(alerts, readings);
    ledger = found.ledger;
    id = found.id;
    memoryOnly = false;
    renewWanted = false;
    runningFrom(found.runningBaseMillis);
    incidents.addAll(found.takeIncidents());
    for (int i = 0; i < waiting.size(); i++) {
      Entry entry = waiting.get(i);
      LaneState lane = lane(from.get(i));
      lane.pending.add(entry.at(lane.next++));
    }
  }

  /** The folder went away while the disk refused, and another stands in its place. */
  private void tellLostFiles(SpoolState found) {
    for (LaneState lane : lanes) {
      long lost = 0;
      for (long[] part : onlyInFiles(lane)) {
        lost += part[1] - part[0];
      }
      if (lost > 0) {
        var loss = new Ledger.Loss(lost, time.wallMillis());
        found.ledger.countLost(lane.lane, LossReason.DAMAGED, loss);
        counters.add(Counter.EVENTS_LOST, lost);
        found.incident(
            "The spool's folder was replaced while the agent ran; %d %s that were only there are lost."
                .formatted(lost, lane.lane.wireName()));
      }
    }
  }

  void runningFrom(long millis) {
    runningBaseMillis = Math.max(runningBaseMillis, millis);
  }

  long append(Lane lane, byte[] payload) {
    LaneState state = lane(lane);
    long position = state.next++;
    state.pending.add(new Entry(position, payload, time.wallMillis(), time.nanos()));
    counters.count(lane == Lane.ALERTS ? Counter.ALERTS_ACCEPTED : Counter.READINGS_ACCEPTED);
    if (pendingBytes() > MOST_PENDING_BYTES) {
      dropFromMemory();
    }
    goOnInMemoryIfExhausted();
    return position;
  }

  /** Whether so many readings wait that they are not kept back any longer. */
  boolean isGroupFull() {
    return readings.pending.bytes() >= FULL_GROUP_BYTES;
  }

  long pendingBytes() {
    return alerts.pending.bytes() + readings.pending.bytes();
  }

  long bytes() {
    return alerts.bytes() + readings.bytes();
  }

  /** Bytes that can still be taken before something must go. */
  long room(long maxBytes) {
    long room = diskIsAway() ? MOST_PENDING_BYTES - pendingBytes() : maxBytes - bytes();
    return Math.max(0, room);
  }

  /** How full: 0 below 50 %, 1 from 50 %, 2 from 75 %, 3 from 90 %. */
  int pressure(long maxBytes) {
    double share = 1 - (double) room(maxBytes) / (diskIsAway() ? MOST_PENDING_BYTES : maxBytes);
    return share < 0.5 ? 0 : share < 0.75 ? 1 : share < 0.9 ? 2 : 3;
  }

  /**
   * The disk does not keep up: the oldest go, readings before alerts, until an eighth of the room
   * is free. What is in flight is waited for, as long as that does not double the room.
   */
  private void dropFromMemory() {
    boolean waitForReceipts = pendingBytes() < 2 * MOST_PENDING_BYTES;
    for (LaneState lane : List.of(readings, alerts)) {
      long excess = pendingBytes() - MOST_PENDING_BYTES / 8 * 7;
      if (excess <= 0 || lane.pending.isEmpty()) {
        continue;
      }
      long first = lane.pending.first();
      if (waitForReceipts && lane.inFlightEnd > first) {
        return;
      }
      int count = lane.pending.oldestWith(excess);
      long fromMillis = lane.pending.at(0).wallMillis;
      var span = new Gap.Span(fromMillis, lane.pending.at(count - 1).wallMillis);
      lane.pending.dropBelow(first + count);
      lose(Gap.of(lane.lane, first, first + count, LossReason.FULL).during(span));
    }
  }

  /** Counts what is gone, enters it in the ledger and appends the events that tell of it. */
  void lose(Gap gap) {
    long lost = gap.reason().countsAsLost() ? gap.count() : 0;
    long counted = gap.reason() == LossReason.RESTART ? 1 : gap.count();
    ledger.countLost(gap.lane(), gap.reason(), new Ledger.Loss(counted, time.wallMillis()));
    counters.add(Counter.EVENTS_LOST, lost);
    announce(ledger.add(gap));
    if (gap.lane() == Lane.ALERTS) {
      announceAgain(gap);
    }
  }

  /**
   * The events that told of other gaps may be among what is lost: without them the server would
   * wait for ever.
   */
  private void announceAgain(Gap lost) {
    for (Gap told : ledger.open()) {
      if (lost.contains(told.announcedAt())) {
        repeat(told.announced(-1));
      }
    }
  }

  /** The server does not know any more of the gaps that it knew. */
  void tellKnownGapsAgain() {
    ledger.reopenKnown().forEach(this::repeat);
  }

  /** Somebody removed the folder: what was in its files only is gone. */
  void loseAllFiles() {
    for (LaneState lane : lanes()) {
      for (long[] part : onlyInFiles(lane)) {
        lose(Gap.of(lane.lane, part[0], part[1], LossReason.DAMAGED));
      }
      lane.segments.clear();
    }
    counters.count(Counter.SPOOL_DAMAGED);
    incident("The spool's folder was removed while the agent ran; what was only there is lost.");
  }

  private List<long[]> onlyInFiles(LaneState lane) {
    var parts = new ArrayList<long[]>();
    for (Segment segment : lane.segments) {
      long first = Math.max(segment.base, lane.receipted);
      parts.addAll(uncovered(lane.lane, first, Math.max(first, segment.end)));
    }
    return parts;
  }

  void announce(Gap gap) {
    List<byte[]> events = announcer.events(gap);
    enter(gap, events.get(0));
    for (byte[] notice : events.subList(1, events.size())) {
      append(Lane.ALERTS, notice);
    }
  }

  /** Tells the server once more, and people no more than once. */
  private void repeat(Gap gap) {
    enter(gap, announcer.events(gap).get(0));
  }

  private void enter(Gap gap, byte[] event) {
    ledger.put(gap.announced(append(Lane.ALERTS, event)));
  }

  /** The parts of a range that no gap covers. */
  List<long[]> uncovered(Lane lane, long first, long end) {
    var parts = new ArrayList<long[]>();
    long at = first;
    for (Gap gap : ledger.all()) { // sorted by position
      if (gap.lane() != lane || gap.end() <= at || gap.first() >= end) {
        continue;
      }
      if (gap.first() > at) {
        parts.add(new long[] {at, gap.first()});
      }
      at = Math.max(at, gap.end());
    }
    if (at < end) {
      parts.add(new long[] {at, end});
    }
    return parts;
  }

  /** Something that people must hear of once. */
  void incident(String sentence) {
    if (incidents.size() < MOST_INCIDENTS) {
      incidents.add(sentence);
    }
  }

  List<String> takeIncidents() {
    var taken = List.copyOf(incidents);
    incidents.clear();
    return taken;
  }
}

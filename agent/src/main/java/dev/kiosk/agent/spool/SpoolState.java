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

  private static final int MOST_INCIDENTS = 32;
  private static final long MILLIS_A_DAY = 86_400_000L;

  final Time time;
  final Counters counters;
  final Announcer announcer;
  private final LaneState alerts = new LaneState(Lane.ALERTS);
  private final LaneState readings = new LaneState(Lane.READINGS);
  private final ArrayDeque<String> incidents = new ArrayDeque<>();
  private final RandomGenerator random;
  private final long startNanos;
  Ledger ledger = new Ledger();
  UUID id = new UUID(0, 0);

  /**
   * Alerts from this position on wait for {@link Spool#release}; beyond all positions when none do.
   */
  long alertsHeldFrom = Long.MAX_VALUE;

  boolean renewWanted;
  boolean keepReceipts;
  @Nullable String refusing;
  private long runningBaseMillis;
  private long day = Long.MIN_VALUE;
  private long writtenBeforeToday;

  SpoolState(Spool.Surroundings on, Announcer announcer) {
    this.time = on.time();
    this.counters = on.counters();
    this.random = on.random();
    this.announcer = announcer;
    this.startNanos = time.nanos();
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
    return List.of(alerts, readings);
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
    return position;
  }

  long pendingBytes() {
    return alerts.pending.bytes() + readings.pending.bytes();
  }

  long bytes() {
    return alerts.bytes() + readings.bytes();
  }

  /** The disk does not keep up: the oldest eighth goes, readings before alerts. */
  private void dropFromMemory() {
    LaneState victim = readings.pending.size() > 8 ? readings : alerts;
    long first = victim.pending.first();
    long end = first + Math.max(1, victim.pending.size() / 8);
    if (victim.inFlightFrom < end && victim.inFlightEnd > first) {
      end =
          Math.max(
              end, victim.inFlightEnd); // already sent: a receipt may still save it, nothing else
    }
    Gap.Span span =
        new Gap.Span(
            victim.pending.at(0).wallMillis,
            victim.pending.at((int) Math.min(end - first, victim.pending.size()) - 1).wallMillis);
    victim.pending.dropBelow(end);
    lose(Gap.of(victim.lane, first, Math.min(end, victim.next), LossReason.FULL).during(span));
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
        announce(told.announced(-1));
      }
    }
  }

  /** Somebody removed the folder: what was in its files only is gone. */
  void loseAllFiles() {
    for (LaneState lane : lanes()) {
      for (Segment segment : lane.segments) {
        long first = Math.max(segment.base, lane.receipted);
        for (long[] part : uncovered(lane.lane, first, Math.max(first, segment.end))) {
          lose(Gap.of(lane.lane, part[0], part[1], LossReason.DAMAGED));
        }
      }
      lane.segments.clear();
    }
    counters.count(Counter.SPOOL_DAMAGED);
    incident("The spool's folder was removed while the agent ran; what was only there is lost.");
  }

  void announce(Gap gap) {
    List<byte[]> events = announcer.events(gap);
    long position = append(Lane.ALERTS, events.get(0));
    ledger.put(gap.announced(position));
    for (byte[] notice : events.subList(1, events.size())) {
      append(Lane.ALERTS, notice);
    }
  }

  /** The parts of a range that no open gap covers. */
  List<long[]> uncovered(Lane lane, long first, long end) {
    var parts = new ArrayList<long[]>();
    long at = first;
    for (Gap gap : ledger.open()) { // sorted by position
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

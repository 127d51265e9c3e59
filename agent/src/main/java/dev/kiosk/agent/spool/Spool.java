package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Keeps events on disk until the server has them.
 *
 * <p>Two lanes; an event's position in its lane never names another event. {@link #append} only
 * puts the event in memory; {@link #step} writes: alerts at once, readings in groups at most one
 * flush interval old. An alert can be read only after it was forced to disk; a reading at once, and
 * if its receipt comes before its group is due it is never written. Positions are reserved on disk
 * in blocks before they can be read, so that a crash cannot make two events share one.
 *
 * <p>When the disk refuses, events stay in a bounded ring in memory and can be read from there.
 *
 * <p>Threads: {@link #append} from any; {@link #step} and {@link #close} from one; each {@link
 * #drain()} has its own.
 */
public final class Spool implements Step, Closeable {

  private final SpoolConfig config;
  private final SpoolState state;
  private final Housekeeper housekeeper;
  private final Disk disk;
  private volatile Runnable onAppend = () -> {};
  private volatile Runnable onReadable = () -> {};

  private Spool(SpoolConfig config, SpoolState state, Housekeeper housekeeper, Disk disk) {
    this.config = config;
    this.state = state;
    this.housekeeper = housekeeper;
    this.disk = disk;
  }

  /**
   * The parts of the machine that the spool works with.
   *
   * @param random draws spool ids
   */
  public record Surroundings(Disk disk, Time time, Counters counters, RandomGenerator random) {}

  /**
   * Opens the spool in its folder, creating it where it is missing. A disk that refuses is told by
   * {@link #refusing()}; events are kept in memory until it takes them.
   *
   * @throws dev.kiosk.agent.disk.LockedException when another agent holds the folder
   */
  public static Spool open(SpoolConfig config, Surroundings on, Announcer announcer)
      throws IOException {
    var state = new SpoolState(on, announcer);
    var housekeeper = new Housekeeper(config, state, on.disk());
    housekeeper.begin();
    return new Spool(config, state, housekeeper, on.disk());
  }

  /**
   * The spools that earlier tenants and hosts of this kiosk left in its folder, to be opened and
   * drained each under its own name.
   *
   * @throws IOException when the disk refuses
   */
  public static List<SpoolConfig> formers(SpoolConfig own, Disk disk) throws IOException {
    return Owner.formers(own, disk);
  }

  /**
   * Closes a former owner's spool for good and removes its files; the server has everything.
   *
   * @throws IOException when the disk refuses; the next start then drains it again
   */
  public void remove() throws IOException {
    close();
    Owner.remove(config, disk);
  }

  /**
   * Closes a former owner's spool for good and keeps its files out of the way.
   *
   * @return where they are
   * @throws IOException when the disk refuses; the next start then tries to drain it again
   */
  public Path setAside() throws IOException {
    close();
    return Owner.setAside(config, disk);
  }

  /** Says something about the spool that people must hear of once; see {@link #takeIncidents}. */
  public void tell(String incident) {
    synchronized (state) {
      state.incident(incident);
    }
  }

  /**
   * Whom to wake.
   *
   * @param writer called when there is something to write: wakes the loop of this step
   * @param reader called when there is something new to read
   */
  public void onWork(Runnable writer, Runnable reader) {
    onAppend = writer;
    onReadable = reader;
  }

  /** A session's way to empty the spool under its present id. Close it when the session is over. */
  public Drain drain() {
    return new Drain(state, new SpoolReader.Source(id(), disk), () -> onAppend.run());
  }

  /** The spool id. Positions belong to it; see {@link Drain#isCurrent()}. */
  public UUID id() {
    synchronized (state) {
      return state.id;
    }
  }

  /**
   * Takes an event over. Returns at once: the disk is not waited for.
   *
   * @param payload at most 64 KiB; the array must not be changed afterwards
   * @return where it stands
   */
  public Place append(Lane lane, byte[] payload) {
    if (payload.length == 0 || payload.length > 64 << 10) {
      throw new IllegalArgumentException("an event of " + payload.length + " bytes");
    }
    Place place;
    boolean due;
    synchronized (state) {
      due = lane == Lane.ALERTS || state.lane(lane).pending.isEmpty();
      place = new Place(state.id, lane, state.append(lane, payload));
      due |= Reserve.isDue(state) || state.isGroupFull();
    }
    if (due) {
      onAppend.run();
    }
    if (lane == Lane.READINGS) {
      onReadable.run();
    }
    return place;
  }

  /**
   * Names what must be on disk before the alerts that were appended until then are. Called by the
   * thread of {@link #step}.
   */
  public void saveBeforeAlerts(Runnable save) {
    state.saveFirst = save;
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

  /** Whose events are in it: tenant and host. */
  public String owner() {
    return config.owner();
  }

  /**
   * Where an event stands.
   *
   * @param spool under which spool id
   */
  public record Place(UUID spool, Lane lane, long position) {}

  /**
   * Whether the event is on disk, or with the server. Of events under an earlier spool id it is not
   * known any more; they were moved or sent, and count as accepted.
   */
  public boolean isAccepted(Place place) {
    synchronized (state) {
      LaneState of = state.lane(place.lane());
      Gap gap = state.ledger.at(place.lane(), place.position());
      boolean forgotten = gap != null && gap.reason() == LossReason.FORGOTTEN; // a server had it
      boolean here = place.position() < of.writtenEnd() && (gap == null || forgotten);
      return here || !state.id.equals(place.spool());
    }
  }

  /** The gaps that the server does not know of yet. */
  public List<Gap> openGaps() {
    synchronized (state) {
      return state.ledger.open();
    }
  }

  /** Why the disk refuses, or that it does not answer; empty when it is well. */
  public String refusing() {
    synchronized (state) {
      return state.trouble();
    }
  }

  /** Sentences about damage and the like, each given out once. */
  public List<String> takeIncidents() {
    synchronized (state) {
      return state.takeIncidents();
    }
  }

  /**
   * How full the spool is, or the memory while the disk is away: 0 below 50 %, 1 from 50 %, 2 from
   * 75 %, 3 from 90 %.
   */
  public int pressure() {
    synchronized (state) {
      return state.pressure(config.maxBytes());
    }
  }

  /** What the spool holds now. */
  public SpoolStats stats() {
    synchronized (state) {
      long bytes = state.bytes();
      return new SpoolStats(
          state.id,
          laneStats(state.lane(Lane.ALERTS)),
          laneStats(state.lane(Lane.READINGS)),
          bytes,
          config.maxBytes(),
          state.room(config.maxBytes()),
          state.pressure(config.maxBytes()),
          state.writtenToday(),
          state.ledger.open(),
          state.trouble().isEmpty() ? null : state.trouble());
    }
  }

  private SpoolStats.LaneStats laneStats(LaneState lane) {
    long held = 0;
    for (long[] part : state.uncovered(lane.lane, lane.receipted, lane.next)) {
      held += part[1] - part[0];
    }
    var lost = new EnumMap<LossReason, Long>(LossReason.class);
    var lastLost = new EnumMap<LossReason, Long>(LossReason.class);
    state
        .ledger
        .lost(lane.lane)
        .forEach(
            (reason, loss) -> {
              lost.put(reason, loss.count());
              lastLost.put(reason, loss.lastMillis());
            });
    Long oldest = null;
    if (held > 0) {
      Segment segment = lane.segmentAt(lane.receipted);
      oldest = segment != null ? Long.valueOf(segment.wallMillisAt(lane.receipted)) : oldest;
      oldest =
          segment == null && !lane.pending.isEmpty()
              ? Long.valueOf(lane.pending.at(0).wallMillis)
              : oldest;
    }
    return new SpoolStats.LaneStats(
        lane.lane, held, lane.bytes(), lane.next, lane.receipted, oldest, lost, lastLost);
  }

  @Override
  public int step(long nowNanos) {
    int work = housekeeper.step(nowNanos);
    if (work > 0) {
      onReadable.run();
    }
    return work;
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    return housekeeper.wakeAtNanos(nowNanos);
  }

  /**
   * An orderly stop: writes all that is in memory and gives the folder back.
   *
   * @throws IOException when the disk refuses; the next start then takes it for a crash
   */
  @Override
  public void close() throws IOException {
    try {
      housekeeper.finish();
    } finally {
      housekeeper.close();
    }
  }
}

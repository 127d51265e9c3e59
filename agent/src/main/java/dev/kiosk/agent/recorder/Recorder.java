package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.sampler.Sample;
import dev.kiosk.agent.sampler.SampleQueue;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.threshold.Thresholds;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns samples into durable events. An event is accepted once the spool has it on disk: alerts at
 * once, readings within one flush interval.
 */
public final class Recorder implements Step {

  /**
   * The whole state of each device is told again this often, so that a server that missed nothing
   * can check.
   */
  private static final long RETELL_NANOS = Duration.ofMinutes(15).toNanos();

  /** How often the spool and the clock are looked at when no sample comes. */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int MOST_SAMPLES_A_STEP = 256;

  private final SampleQueue samples;
  private final Thresholds thresholds;
  private final Set<Metric> measured;
  private final Codec codec;
  private final Spool spool;
  private final Time time;
  private final RaisedConditions raised;
  private final AlertWriter alerts;
  private final Map<String, DeviceTracker> trackers = new LinkedHashMap<>();
  private final Map<Metric, Reading> latest = new EnumMap<>(Metric.class);
  private final List<String> startIncidents = new ArrayList<>();
  private final ClockWatch clock;
  private final CertificateWatch certificate;
  private final Retelling retelling;
  private volatile List<DeviceView> views = List.of();
  private volatile Map<Metric, Reading> latestView = Map.of();
  private volatile Map<Metric, Long> exceededView = Map.of();
  private volatile @Nullable Long certificateView;
  private long retellAtNanos;
  private boolean started;

  /**
   * What the recorder works with.
   *
   * @param measured the metrics that there will be readings of; no other is held to a limit
   * @param service whether somebody works on the kiosk
   */
  public record Parts(
      SampleQueue samples,
      Thresholds thresholds,
      Codec codec,
      Spool spool,
      Words words,
      CertificateSource certificates,
      Set<Metric> measured,
      ServiceMode service) {}

  private Recorder(
      List<DeviceSettings> devices, Parts parts, RaisedConditions.Loaded loaded, Time time) {
    this.samples = parts.samples();
    this.thresholds = parts.thresholds();
    this.measured = parts.measured();
    this.codec = parts.codec();
    this.spool = parts.spool();
    this.time = time;
    this.raised = loaded.conditions();
    this.alerts = new AlertWriter(raised, spool, codec, parts.words(), time, parts.service());
    this.retelling = new Retelling(parts.service(), raised, alerts);
    this.certificate = new CertificateWatch(parts.certificates(), raised, alerts);
    spool.saveBeforeAlerts(alerts::saveRaised);
    tellAtStart(loaded.incident());
    this.clock = new ClockWatch(time.nanos(), time.wallMillis());
    this.retellAtNanos = time.nanos() + RETELL_NANOS;
    var now = new DeviceTracker.Now(time.nanos(), time.wallMillis());
    for (DeviceSettings device : devices) {
      trackers.put(device.id(), new DeviceTracker(device, raisedOf(device.id()), now));
    }
    publish();
  }

  /**
   * Loads which conditions the last run had raised.
   *
   * @param stateDir where they are kept
   */
  public static Recorder open(
      List<DeviceSettings> devices, Parts parts, StateDir stateDir, Time time) {
    RaisedConditions.Loaded loaded =
        RaisedConditions.load(stateDir.disk(), stateDir.dir(), parts.spool());
    return new Recorder(devices, parts, loaded, time);
  }

  /** Where small state files are kept. */
  public record StateDir(Disk disk, Path dir) {}

  /** Something that happened while the agent was put together; told with the first step. */
  public void tellAtStart(@Nullable String incident) {
    if (incident != null) {
      startIncidents.add(incident);
    }
  }

  private Map<Condition, Told> raisedOf(String device) {
    var of = new EnumMap<Condition, Told>(Condition.class);
    raised
        .raised()
        .forEach(
            (key, told) -> {
              if (key.device().equals(device)) {
                of.put(key.condition(), told);
              }
            });
    return of;
  }

  @Override
  public int step(long nowNanos) {
    int work = 0;
    if (!started) {
      started = true;
      start();
      work++;
    }
    for (int i = 0; i < MOST_SAMPLES_A_STEP; i++) {
      Sample sample = samples.poll();
      if (sample == null) {
        break;
      }
      take(sample);
      work++;
    }
    work += lookAround(nowNanos);
    if (work > 0) {
      publish();
    }
    return work;
  }

  /** What was raised and is no longer watched ends now; the rest waits for its samples. */
  private void start() {
    startIncidents.forEach(incident -> alerts.moment(Condition.SPOOL_DAMAGED, incident));
    for (RaisedKey key : raised.raised().keySet()) {
      Optional<Metric> metric = Metric.ofWireName(key.subject());
      if (key.condition() == Condition.THRESHOLD_EXCEEDED && metric.isPresent()) {
        limitAtStart(key, metric.get());
      } else if (!key.device().isEmpty()) {
        if (!trackers.containsKey(key.device())) {
          alerts.gone(key, key.device() + ": no longer watched, it is gone from the configuration");
        }
      } else if (key.condition() != Condition.SPOOL_WRITE_FAILED
          && key.condition() != Condition.CERT_EXPIRING) {
        alerts.gone(key, "No longer watched");
      }
    }
  }

  private void limitAtStart(RaisedKey key, Metric metric) {
    if (!thresholds.limits().containsKey(metric)) {
      alerts.gone(key, "No longer watched: the limit is gone from the configuration");
    } else if (!measured.contains(metric)) {
      alerts.gone(key, "No longer watched: " + metric.words() + " is not measured any more");
    } else {
      thresholds.restoreExceeded(metric);
    }
  }

  private void take(Sample sample) {
    if (sample instanceof Sample.OfHost host) {
      takeReading(host.reading(), host.takenNanos());
    } else if (sample instanceof Sample.OfDevice device) {
      DeviceTracker tracker = trackers.get(device.device());
      if (tracker != null) {
        DeviceView before = tracker.view();
        tell(tracker, before, tracker.sample(device));
      }
    }
  }

  private void takeReading(Reading taken, long takenNanos) {
    var reading = new Reading(taken.metric(), taken.value(), Math.max(0, taken.wallMillis()));
    latest.put(reading.metric(), reading);
    spool.append(Lane.READINGS, codec.encode(Event.of(reading)));
    thresholds
        .observe(reading, takenNanos)
        .ifPresent(
            crossing ->
                alerts.own(
                    new RaisedKey("", Condition.THRESHOLD_EXCEEDED, crossing.metric().wireName()),
                    crossing.exceeded(),
                    crossing.sentence()));
  }

  private void tell(DeviceTracker tracker, DeviceView before, List<DeviceTracker.Change> changes) {
    DeviceView after = tracker.view();
    for (DeviceTracker.Change change : changes) {
      alerts.deviceCondition(after, change);
    }
    boolean same =
        before.state() == after.state()
            && DeviceTracker.conditions(before.raised())
                .equals(DeviceTracker.conditions(after.raised()))
            && java.util.Objects.equals(before.model(), after.model())
            && java.util.Objects.equals(before.serial(), after.serial());
    if (!same) {
      alerts.device(after);
    }
  }

  private int lookAround(long nowNanos) {
    int work = 0;
    var now = new DeviceTracker.Now(nowNanos, time.wallMillis());
    for (DeviceTracker tracker : trackers.values()) {
      DeviceView before = tracker.view();
      List<DeviceTracker.Change> changes = tracker.look(now);
      if (!changes.isEmpty()) {
        tell(tracker, before, changes);
        work++;
      }
    }
    for (String incident : spool.takeIncidents()) {
      alerts.moment(Condition.SPOOL_DAMAGED, incident);
      work++;
    }
    Optional<String> clockStep = clock.look(time.nanos(), time.wallMillis());
    if (clockStep.isPresent()) {
      alerts.moment(Condition.CLOCK_STEP, clockStep.get());
      work++;
    }
    work += watchDisk();
    work += certificate.look(time.wallMillis());
    work += retelling.look(trackers, nowNanos);
    if (nowNanos - retellAtNanos >= 0) {
      retellAtNanos = nowNanos + RETELL_NANOS;
      trackers.values().forEach(tracker -> alerts.device(tracker.view()));
      work++;
    }
    return work;
  }

  private int watchDisk() {
    String refusing = spool.refusing();
    RaisedKey key = RaisedKey.ofAgent(Condition.SPOOL_WRITE_FAILED);
    if (refusing.isEmpty() == !raised.holds(key)) {
      return 0;
    }
    boolean begin = !refusing.isEmpty();
    alerts.own(
        key,
        begin,
        begin
            ? "The disk refuses ("
                + refusing
                + "); events are kept in memory and would be lost by a restart"
            : "The disk takes writes again");
    return 1;
  }

  private void publish() {
    var shown = new ArrayList<DeviceView>();
    trackers.values().forEach(tracker -> shown.add(tracker.view()));
    views = List.copyOf(shown);
    latestView = Map.copyOf(latest);
    var exceeded = new EnumMap<Metric, Long>(Metric.class);
    raised
        .raised()
        .forEach(
            (key, told) ->
                Metric.ofWireName(key.subject())
                    .ifPresent(metric -> exceeded.put(metric, told.sinceMillis())));
    exceededView = Map.copyOf(exceeded);
    certificateView = certificate.sinceMillis();
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    long soonest = nowNanos + LOOK_NANOS;
    for (DeviceTracker tracker : trackers.values()) {
      if (tracker.staleAtNanos() - nowNanos > 0) {
        soonest = Math.min(soonest, tracker.staleAtNanos());
      }
    }
    return soonest;
  }

  /** What is known of each device, in the order of the configuration. From any thread. */
  public List<DeviceView> devices() {
    return views;
  }

  /** The latest reading of each metric. From any thread. */
  public Map<Metric, Reading> latest() {
    return latestView;
  }

  /**
   * The limits that are exceeded, with the wall clock of the beginning, milliseconds since the Unix
   * epoch. From any thread.
   */
  public Map<Metric, Long> exceededSince() {
    return exceededView;
  }

  /**
   * Since when the agent's own certificate is told to end soon, or to have ended, milliseconds
   * since the Unix epoch; null when it is not. From any thread.
   */
  public @Nullable Long certificateSince() {
    return certificateView;
  }

  /** The current states as live events, for a server that has just connected. From any thread. */
  public List<byte[]> liveStates() {
    long now = time.wallMillis();
    return views.stream().map(view -> codec.encode(AlertWriter.event(view, now, true))).toList();
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.command.PushedLimit;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.link.LinkStatus;
import dev.kiosk.agent.recorder.ClientCertificate;
import dev.kiosk.agent.recorder.DeviceView;
import dev.kiosk.agent.recorder.ServiceMode;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.spool.SpoolStats;
import dev.kiosk.agent.status.Change;
import dev.kiosk.agent.status.DeviceStatus;
import dev.kiosk.agent.status.History;
import dev.kiosk.agent.status.RaisedCondition;
import dev.kiosk.agent.status.Service;
import dev.kiosk.agent.status.StatusSnapshot;
import dev.kiosk.agent.status.Trend;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import dev.kiosk.agent.threshold.Limit;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of a running agent for its status. Looks only; from any thread. */
final class Snapshots {

  /**
   * What a reading of the host takes on disk, about; the estimate of the time offline rests on it.
   */
  private static final double BYTES_A_READING = 130;

  /** How often the regular look comes at least; what comes and goes between two is in the log. */
  static final Duration PACE = Duration.ofSeconds(10);

  private static final long FRESH_NANOS = PACE.plusMillis(500).toNanos();

  private final Agent agent;
  private final Time time;
  private final Words words = Words.load();
  private final History history = new History();
  private final OwnUse use = new OwnUse();
  private final long startedMillis;
  private final long startedNanos;
  private volatile @Nullable Looked looked;

  private record Looked(StatusSnapshot present, long atNanos) {}

  Snapshots(Agent agent, Time time) {
    this.agent = agent;
    this.time = time;
    this.startedMillis = time.wallMillis();
    this.startedNanos = time.nanos();
  }

  /**
   * Takes the regular look, from which the history is made.
   *
   * @param nowNanos monotonic time
   */
  void look(long nowNanos) {
    use.look(nowNanos);
    StatusSnapshot present = of(List.of(), List.of()); // its own past is no part of the present
    history.look(present, nowNanos);
    looked = new Looked(present, nowNanos);
  }

  /** As the regular look saw it, without the past; taken now where nobody looks. */
  StatusSnapshot recent() {
    Looked last = looked;
    if (last != null && time.nanos() - last.atNanos() < FRESH_NANOS) {
      return last.present();
    }
    return of(List.of(), List.of());
  }

  StatusSnapshot take() {
    return of(history.changes(), history.lastHour());
  }

  private StatusSnapshot of(List<Change> changes, List<Trend> lastHour) {
    long nowMillis = time.wallMillis();
    SpoolStats spool = agent.spool().stats();
    return new StatusSnapshot(
        nowMillis,
        new StatusSnapshot.Agent(
            Version.current(),
            (time.nanos() - startedNanos) / 1_000_000,
            startedMillis,
            agent.config().source(),
            use.use()),
        new StatusSnapshot.Kiosk(agent.config().tenantId(), agent.config().host()),
        server(spool, nowMillis),
        agent.recorder().devices().stream().map(this::device).toList(),
        buffer(spool),
        thresholds(),
        readings(),
        connections(),
        service(),
        changes,
        lastHour,
        counters());
  }

  private StatusSnapshot.Server server(SpoolStats spool, long nowMillis) {
    LinkStatus link = agent.link().status();
    Long nextTry = link.nextTryNanos();
    var notes = new ArrayList<String>();
    if (agent.config().insecure()) {
      notes.add("The connection is not encrypted (allow_insecure = true).");
    }
    return new StatusSnapshot.Server(
        agent.config().link().shownUri(),
        StatusSnapshot.ServerState.ofWireName(
            link.state().name().toLowerCase(java.util.Locale.ROOT)),
        link.sinceMillis(),
        link.contract(),
        link.attempts(),
        link.lastError(),
        nextTry == null ? null : Long.valueOf(Math.max(0, nextTry - time.nanos()) / 1_000_000),
        wasConnected(link) ? Long.valueOf(everythingUpTo(spool, nowMillis)) : null,
        certificate(),
        agent.tls().trouble(),
        notes);
  }

  private StatusSnapshot.@Nullable Certificate certificate() {
    ClientCertificate inUse = agent.tls().inUse();
    return inUse == null
        ? null
        : new StatusSnapshot.Certificate(
            inUse.file(),
            inUse.subject(),
            inUse.notAfterMillis(),
            agent.recorder().certificateSince());
  }

  /** Before the first session of this run nobody knows what the server still has. */
  private boolean wasConnected(LinkStatus link) {
    return link.state() == LinkStatus.State.CONNECTED
        || agent.counters().value(Counter.EVENTS_DELIVERED) > 0;
  }

  /** Up to the oldest event that is still held; up to now when none is. */
  private static long everythingUpTo(SpoolStats spool, long nowMillis) {
    long upTo = nowMillis;
    for (Lane lane : Lane.values()) {
      Long oldest = spool.of(lane).oldestMillis();
      upTo = oldest == null ? upTo : Math.min(upTo, oldest);
    }
    return upTo;
  }

  private DeviceStatus device(DeviceView view) {
    var conditions = new ArrayList<RaisedCondition>();
    for (DeviceView.Raised raised : view.raised()) {
      conditions.add(raised(raised));
    }
    var hidden = new ArrayList<DeviceStatus.AlsoSeen>();
    for (DeviceView.Hidden also : view.hidden()) {
      hidden.add(new DeviceStatus.AlsoSeen(also.condition().name(), also.by().name()));
    }
    Long observed = view.observedNanos();
    return new DeviceStatus(
        view.id(),
        view.kind(),
        view.service(),
        DeviceStatus.State.ofWireName(view.state().wireName()),
        conditions,
        hidden,
        view.source(),
        observed == null ? null : Long.valueOf((time.nanos() - observed) / 1_000_000),
        observed == null ? null : Long.valueOf(view.sinceMillis()),
        view.model(),
        view.serial());
  }

  private RaisedCondition raised(DeviceView.Raised raised) {
    return new RaisedCondition(
            raised.condition(),
            words,
            raised.sinceMillis(),
            raised.subject(),
            raised.raw(),
            raised.flapping(),
            raised.severity())
        .advising(raised.next());
  }

  private @Nullable Service service() {
    ServiceMode.Holding now = agent.service().now();
    return now == null
        ? null
        : new Service(now.by(), Math.max(0, now.sinceMillis()), now.left().toMillis());
  }

  private List<StatusSnapshot.Connections> connections() {
    var connections = new ArrayList<StatusSnapshot.Connections>();
    new TreeMap<>(agent.held().times())
        .forEach(
            (endpoint, times) ->
                connections.add(
                    new StatusSnapshot.Connections(
                        endpoint,
                        times.connections(),
                        times.longestNanos() / 1_000_000,
                        times.allNanos() / 1_000_000)));
    return connections;
  }

  private StatusSnapshot.Buffer buffer(SpoolStats spool) {
    var lanes = new ArrayList<StatusSnapshot.Lane>();
    var losses = new ArrayList<StatusSnapshot.Loss>();
    for (Lane lane : Lane.values()) {
      SpoolStats.LaneStats of = spool.of(lane);
      lanes.add(new StatusSnapshot.Lane(lane.wireName(), of.held(), of.bytes(), of.oldestMillis()));
      of.lost()
          .forEach(
              (reason, count) -> {
                // A restart skips positions of both lanes, but takes readings only.
                if (lane == Lane.READINGS || reason != LossReason.RESTART) {
                  losses.add(
                      new StatusSnapshot.Loss(
                          lane.wireName(),
                          reason.wireName(),
                          count,
                          of.lastLostMillis().get(reason)));
                }
              });
    }
    return new StatusSnapshot.Buffer(
        lanes,
        spool.bytes(),
        spool.maxBytes(),
        spool.pressure(),
        canStayOffline(spool),
        losses,
        spool.refusing(),
        spool.writtenToday());
  }

  private @Nullable Long canStayOffline(SpoolStats spool) {
    double bytesASecond = 0;
    for (Duration interval : agent.config().intervals().values()) {
      bytesASecond += BYTES_A_READING * 1000 / interval.toMillis();
    }
    if (bytesASecond == 0) {
      return null;
    }
    return (long) (spool.room() / bytesASecond * 1000);
  }

  private List<StatusSnapshot.Threshold> thresholds() {
    var thresholds = new ArrayList<StatusSnapshot.Threshold>();
    Map<Metric, Long> exceeded = agent.recorder().exceededSince();
    for (Limit limit : agent.thresholds().limits().values()) {
      PushedLimit pushed = limit.pushed();
      thresholds.add(
          new StatusSnapshot.Threshold(
              limit.metric(),
              limit.value(),
              limit.clearValue(),
              limit.duration().toMillis(),
              pushed == null ? null : pushed.cid(),
              pushed == null ? null : Long.valueOf(pushed.setAtMillis()),
              agent.thresholds().isExceeded(limit.metric()),
              exceeded.get(limit.metric())));
    }
    return thresholds;
  }

  private List<Reading> readings() {
    var readings = new ArrayList<>(agent.recorder().latest().values());
    readings.sort((one, other) -> one.metric().compareTo(other.metric()));
    return readings;
  }

  private Map<Counter, Long> counters() {
    var counters = new EnumMap<Counter, Long>(Counter.class);
    for (Counter counter : Counter.values()) {
      counters.put(counter, agent.counters().value(counter));
    }
    return counters;
  }
}

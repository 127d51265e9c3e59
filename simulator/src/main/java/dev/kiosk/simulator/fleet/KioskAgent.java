package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.app.Version;
import dev.kiosk.agent.command.CommandDesk;
import dev.kiosk.agent.command.Commands;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.link.Link;
import dev.kiosk.agent.link.LinkConfig;
import dev.kiosk.agent.link.LiveEvents;
import dev.kiosk.agent.link.Origin;
import dev.kiosk.agent.link.Transport;
import dev.kiosk.agent.recorder.GapAnnouncer;
import dev.kiosk.agent.recorder.ServiceMode;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.spool.SpoolStats;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.threshold.Limit;
import dev.kiosk.agent.threshold.Thresholds;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.DeviceEvent;
import dev.kiosk.agent.wire.DeviceState;
import dev.kiosk.agent.wire.Heartbeat;
import dev.kiosk.agent.wire.Hello;
import dev.kiosk.agent.wire.Sender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One run of the agent's code on a virtual kiosk: its spool, its commands and its link, wired as
 * {@link dev.kiosk.agent.app.Agent} wires them, without probes and recorder.
 */
final class KioskAgent implements Origin, LiveEvents {

  /** The id of its one device. */
  static final String PRINTER = "bagtag";

  private static final Path SPOOL = Path.of("/spool");
  private static final Path STATE = Path.of("/state");
  private static final Duration FLUSH = Duration.ofSeconds(1);
  private static final Duration MAX_AGE = Duration.ofDays(30);
  private static final List<Limit> LIMITS =
      List.of(new Limit(Metric.CPU, 90, 80, Limit.DEFAULT_DURATION, null));

  private final Sender sender;
  private final Supplier<Condition> printer;
  private final Codec codec;
  private final Time time;
  private final long startNanos;
  private final Spool spool;
  private final Commands commands;
  private final CommandDesk desk;
  private final Link link;

  /**
   * What a kiosk consists of.
   *
   * @param printer the condition of its one device
   */
  record Machine(
      Sender sender, Time time, Disk disk, Transport transport, Supplier<Condition> printer) {}

  private KioskAgent(Machine machine, LinkConfig config, Counters counters) throws IOException {
    this.sender = machine.sender();
    this.printer = machine.printer();
    this.codec = new Codec(sender);
    this.time = machine.time();
    this.startNanos = time.nanos();
    // Not from the fleet's seed: a spool id must not come again with the next run.
    var random = new SplittableRandom();
    var service = ServiceMode.load(machine.disk(), STATE, time);
    var announcer = new GapAnnouncer(codec, time, FLUSH.toMillis(), service);
    String owner = sender.tenantId() + "/" + sender.host();
    var limits = new SpoolConfig(SPOOL, SpoolConfig.LEAST_BYTES, MAX_AGE, FLUSH, owner);
    var on = new Spool.Surroundings(machine.disk(), time, counters, random);
    this.spool = Spool.open(limits, on, announcer);
    var thresholds = new Thresholds(sender.host(), LIMITS, time);
    this.commands = Commands.open(machine.disk(), STATE, thresholds, counters).commands();
    this.desk = new CommandDesk(commands, startNanos);
    var parts = new Link.Parts(this, List.of(), codec, desk, machine.transport(), counters);
    this.link = new Link(config, parts, time, random);
  }

  /**
   * An agent that does nothing until it is stepped.
   *
   * @param counters may be shared by many
   * @param wake called when something arrives for it, from any thread
   */
  static KioskAgent boot(Machine machine, LinkConfig config, Counters counters, Runnable wake)
      throws IOException {
    var booted = new KioskAgent(machine, config, counters);
    booted.link.onArrival(wake);
    return booted;
  }

  /** All that is due now. */
  int step(long nowNanos) {
    return spool.step(nowNanos) + link.step(nowNanos) + desk.step(nowNanos);
  }

  long wakeAtNanos(long nowNanos) {
    long soonest = Math.min(spool.wakeAtNanos(nowNanos), link.wakeAtNanos(nowNanos));
    return Math.min(soonest, desk.wakeAtNanos(nowNanos));
  }

  Codec codec() {
    return codec;
  }

  Commands commands() {
    return commands;
  }

  Link link() {
    return link;
  }

  @Override
  public Spool spool() {
    return spool;
  }

  @Override
  public LiveEvents live() {
    return this;
  }

  @Override
  public byte[] hello(Drain drain) {
    return codec.hello(
        new Hello(
            sender,
            Version.current(),
            drain.id().toString(),
            now(),
            drain.next(Lane.ALERTS),
            drain.next(Lane.READINGS)));
  }

  @Override
  public List<byte[]> states() {
    Condition now = printer.get();
    boolean well = now.severity() == Severity.INFO;
    return List.of(
        codec.encode(
            new DeviceEvent(
                now(),
                PRINTER,
                "printer",
                well ? DeviceState.READY : DeviceState.ERROR,
                well ? List.of() : List.of(now),
                now.cuss(),
                now(),
                null,
                null,
                true)));
  }

  @Override
  public byte[] heartbeat(long nowNanos) {
    SpoolStats stats = spool.stats();
    return codec.encode(
        new Heartbeat(
            now(),
            (nowNanos - startNanos) / 1_000_000,
            stats.pressure(),
            stats.alerts().held(),
            stats.readings().held(),
            lost(stats.alerts()) + lost(stats.readings())));
  }

  /** Of this kiosk's own ledger: the counters are those of the whole fleet. */
  private static long lost(SpoolStats.LaneStats lane) {
    return lane.lost().entrySet().stream()
        .filter(loss -> loss.getKey().countsAsLost())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long now() {
    return Math.max(0, time.wallMillis());
  }
}

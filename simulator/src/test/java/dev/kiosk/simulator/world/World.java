package dev.kiosk.simulator.world;

import dev.kiosk.agent.app.Agent;
import dev.kiosk.agent.app.AgentConfig;
import dev.kiosk.agent.app.DeviceConfig;
import dev.kiosk.agent.app.PemFiles;
import dev.kiosk.agent.device.DeviceKind;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.link.Deadlines;
import dev.kiosk.agent.link.LinkConfig;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.threshold.Limit;
import dev.kiosk.agent.time.ManualTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One kiosk and its server under virtual time. All that happens follows from the seed. */
final class World {

  private static final double CPU_LIMIT = 50;

  private final ManualTime time = new ManualTime();
  private final FakeDisk disk = new FakeDisk();
  private final Timeline timeline = new Timeline(time);
  private final Server server = new Server();
  private final Promises promises = new Promises();
  private final long seed;
  private final Network network;
  private final Kiosk kiosk;
  private final Faults faults;
  private final Operator operator;

  /** How much the kiosk may keep, and for how long. */
  record Bounds(long maxBytes, Duration maxAge) {

    /** Enough for all that happens in these worlds. */
    static final Bounds ROOMY = new Bounds(64 << 20, Duration.ofDays(30));
  }

  private World(long seed, Bounds bounds) {
    this.seed = seed;
    var random = new Random(seed);
    this.network = new Network(timeline, new Random(seed + 1), server);
    var printer = new FakeDevice("printer");
    var scanner = new FakeDevice("scanner");
    var parts = new Kiosk.Parts(time, timeline, disk, network, printer, scanner, promises);
    this.kiosk = new Kiosk(config(bounds), parts, random);
    var targets = new Faults.Targets(time, disk, network, server, printer, scanner);
    this.faults = new Faults(timeline, random, targets, kiosk::end);
    this.operator = new Operator(timeline, new Random(seed + 2), server, CPU_LIMIT);
  }

  static World seeded(long seed) {
    return seeded(seed, Bounds.ROOMY);
  }

  static World seeded(long seed, Bounds bounds) {
    var world = new World(seed, bounds);
    world.kiosk.boot();
    return world;
  }

  private static AgentConfig config(Bounds bounds) {
    var link =
        new LinkConfig(
            URI.create("ws://127.0.0.1:9400/ws/agent"),
            () -> null,
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            1024,
            2000,
            Deadlines.STANDARD);
    var spool =
        new SpoolConfig(
            Path.of("/var/spool"),
            bounds.maxBytes(),
            bounds.maxAge(),
            Duration.ofSeconds(1),
            "acme/K");
    return new AgentConfig(
        "world",
        "acme",
        "K",
        Path.of("/var/state"),
        link,
        PemFiles.NONE,
        false,
        spool,
        Map.of(Metric.CPU, Duration.ofSeconds(1)),
        List.of(new Limit(Metric.CPU, CPU_LIMIT, 40, Duration.ofSeconds(10), null)),
        null,
        null,
        List.of(device("printer", DeviceKind.PRINTER), device("scanner", DeviceKind.SCANNER)));
  }

  private static DeviceConfig device(String id, DeviceKind kind) {
    var source = new DeviceConfig.Source("fake", id, Kiosk.DEVICE_INTERVAL, Duration.ofSeconds(3));
    return new DeviceConfig(id, kind, null, List.of(source), null, null);
  }

  /** Plans {@code count} faults of a kind within the time to come. */
  World plan(Fault fault, int count, Duration within) {
    for (int i = 0; i < count; i++) {
      faults.plan(fault, within);
    }
    return this;
  }

  /** Somebody sets limits from afar. */
  World withCommands() {
    operator.begin();
    return this;
  }

  /** Somebody sets the wall clock. */
  void stepClock(Duration by) {
    time.stepWall(by);
  }

  /** The server goes away, or is back. */
  void setServerUp(boolean up) {
    network.setUp(up);
  }

  long wallMillis() {
    return time.wallMillis();
  }

  /** Everything is well again from now on. */
  void heal() {
    kiosk.disarm();
    faults.heal();
  }

  /** Lets virtual time pass. */
  void run(Duration duration) {
    long end = time.nanos() + duration.toNanos();
    while (time.nanos() < end) {
      timeline.runDue();
      kiosk.run();
      time.passTo(Math.min(end, Math.min(timeline.nextNanos(), kiosk.wakeAtNanos())));
    }
  }

  long seed() {
    return seed;
  }

  Server server() {
    return server;
  }

  Operator operator() {
    return operator;
  }

  Promises promises() {
    return promises;
  }

  Kiosk kiosk() {
    return kiosk;
  }

  Agent agent() {
    return kiosk.agent();
  }

  /**
   * What happened, for comparing two runs: starts and ends, each event that was shown and that
   * came.
   */
  List<String> trace() {
    var all = new ArrayList<>(kiosk.story());
    promises.seen().forEach((identity, text) -> all.add(identity + " shown " + text));
    server.kept().forEach((identity, text) -> all.add(identity + " came " + text));
    return all;
  }
}

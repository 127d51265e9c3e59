package dev.kiosk.simulator.world;

import dev.kiosk.agent.app.Agent;
import dev.kiosk.agent.app.AgentConfig;
import dev.kiosk.agent.app.DeviceConfig;
import dev.kiosk.agent.app.PemFiles;
import dev.kiosk.agent.app.Platform;
import dev.kiosk.agent.app.Probes;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.device.DeviceKind;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.link.LinkConfig;
import dev.kiosk.agent.sampler.Sampler;
import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.threshold.Limit;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One kiosk and its server under virtual time. All that happens follows from the seed. */
final class World {

  private static final Duration DEVICE_INTERVAL = Duration.ofSeconds(10);
  private static final List<Condition> PRINTER_FAULTS =
      List.of(
          Condition.MEDIA_OUT, Condition.COVER_OPEN, Condition.CUTTER_FAULT, Condition.MEDIA_JAM);

  private final ManualTime time = new ManualTime();
  private final FakeDisk disk = new FakeDisk();
  private final Timeline timeline = new Timeline(time);
  private final Server server = new Server();
  private final FakeDevice printer = new FakeDevice("printer");
  private final FakeDevice scanner = new FakeDevice("scanner");
  private final CountingCpu cpu = new CountingCpu();
  private final Random random;
  private final Network network;
  private final AgentConfig config;
  private final Map<Server.Identity, String> acceptedAlerts = new TreeMap<>();
  private final Map<Lane, Long> watched = new EnumMap<>(Lane.class);
  private final List<Long> cutsMillis = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private @Nullable Agent agent;
  private @Nullable Drain watching;

  private World(long seed) {
    this.random = new Random(seed);
    this.network = new Network(timeline, new Random(seed + 1), server);
    this.config = config();
  }

  static World seeded(long seed) {
    var world = new World(seed);
    world.boot();
    return world;
  }

  private static AgentConfig config() {
    var link =
        new LinkConfig(
            URI.create("ws://127.0.0.1:9400/ws/agent"),
            () -> null,
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            1024,
            2000);
    var spool =
        new SpoolConfig(
            Path.of("/var/spool"), 64L << 20, Duration.ofDays(30), Duration.ofSeconds(1), "acme/K");
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
        List.of(new Limit(Metric.CPU, 50, 40, Duration.ofSeconds(10), null)),
        null,
        List.of(device("printer", DeviceKind.PRINTER), device("scanner", DeviceKind.SCANNER)));
  }

  private static DeviceConfig device(String id, DeviceKind kind) {
    return new DeviceConfig(
        id, kind, null, "fake", id, DEVICE_INTERVAL, Duration.ofSeconds(3), null, null);
  }

  private void boot() {
    var platform = new Platform(time, disk, network, Path.of("/"), new Random(random.nextLong()));
    var probes =
        new Probes(
            List.of(new Sampler.HostTask(cpu, Duration.ofSeconds(1))),
            List.of(
                new Sampler.DeviceTask("printer", printer, DEVICE_INTERVAL, Duration.ofSeconds(3)),
                new Sampler.DeviceTask(
                    "scanner", scanner, DEVICE_INTERVAL, Duration.ofSeconds(3))));
    try {
      agent = Agent.assemble(config, platform, probes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    note("boot");
    watching = null;
  }

  /** Faults that a run may plan, each at a random time within it. */
  enum Fault {
    DROPPED_LINK,
    SERVER_DOWN,
    SILENT_LINK,
    POWER_CUT,
    DEVICE_FAULT,
    HUNG_DEVICE,
    CLOCK_STEP
  }

  /** Plans {@code count} faults of a kind within the time to come. */
  World plan(Fault fault, int count, Duration within) {
    for (int i = 0; i < count; i++) {
      long at = (long) (random.nextDouble() * within.toNanos());
      switch (fault) {
        case DROPPED_LINK -> timeline.after(at, network::drop);
        case SERVER_DOWN -> during(at, seconds(5, 600), on -> network.setUp(!on));
        case SILENT_LINK -> during(at, seconds(5, 120), network::setSilent);
        case POWER_CUT -> timeline.after(at, this::cutPower);
        case DEVICE_FAULT -> {
          Condition condition = PRINTER_FAULTS.get(random.nextInt(PRINTER_FAULTS.size()));
          during(at, seconds(5, 300), on -> printer.set(condition, on));
        }
        case HUNG_DEVICE -> during(at, seconds(20, 300), scanner::hang);
        case CLOCK_STEP -> {
          Duration step = Duration.ofSeconds(random.nextInt(20_000) - 10_000);
          timeline.after(at, () -> time.stepWall(step));
        }
      }
    }
    return this;
  }

  private interface Switch {
    void set(boolean on);
  }

  private void during(long at, long lengthNanos, Switch fault) {
    timeline.after(at, () -> fault.set(true));
    timeline.after(at + lengthNanos, () -> fault.set(false));
  }

  private long seconds(int least, int most) {
    return Duration.ofSeconds(least + random.nextInt(most - least)).toNanos();
  }

  private void cutPower() {
    note("power cut");
    cutsMillis.add(time.wallMillis());
    agent = null;
    network.agentGone();
    disk.cutPower(random);
    timeline.after(seconds(20, 60), this::boot);
  }

  /** Everything is well again from now on. */
  void heal() {
    network.setUp(true);
    network.setSilent(false);
    printer.heal();
    scanner.heal();
  }

  /** Lets virtual time pass. */
  void run(Duration duration) {
    long end = time.nanos() + duration.toNanos();
    while (time.nanos() < end) {
      timeline.runDue();
      settle();
      time.passTo(Math.min(end, Math.min(timeline.nextNanos(), wakeAtNanos())));
    }
  }

  private void settle() {
    Agent running = agent;
    if (running == null) {
      return;
    }
    for (int round = 0; round < 10_000; round++) {
      int work = 0;
      for (Agent.Part part : running.parts()) {
        work += part.step().step(time.nanos());
      }
      watch(running.spool());
      if (work == 0) {
        return;
      }
    }
    throw new AssertionError("the agent never comes to rest");
  }

  private long wakeAtNanos() {
    Agent running = agent;
    long soonest = Long.MAX_VALUE;
    if (running != null) {
      for (Agent.Part part : running.parts()) {
        soonest = Math.min(soonest, part.step().wakeAtNanos(time.nanos()));
      }
    }
    return Math.max(soonest, time.nanos() + 1_000_000);
  }

  /** Notes which alerts the spool has accepted: those that can be read from it. */
  private void watch(Spool spool) {
    Drain drain = watching;
    if (drain == null || !drain.isCurrent()) {
      drain = spool.drain();
      watching = drain;
      watched.clear();
    }
    long from = watched.getOrDefault(Lane.ALERTS, 0L);
    Batch batch = drain.read(Lane.ALERTS, from, 1000, 1 << 20);
    while (!batch.isEmpty()) {
      for (int i = 0; i < batch.events().size(); i++) {
        var identity = new Server.Identity(drain.id().toString(), "alerts", batch.first() + i);
        String text = new String(batch.events().get(i), StandardCharsets.UTF_8);
        String before = acceptedAlerts.put(identity, text);
        if (before == null) {
          note(identity + " " + text);
        } else if (!before.equals(text)) {
          throw new AssertionError(identity + " names two events: " + before + " and " + text);
        }
      }
      watched.put(Lane.ALERTS, batch.end());
      batch = drain.read(Lane.ALERTS, batch.end(), 1000, 1 << 20);
    }
  }

  private void note(String what) {
    trace.add(time.nanos() + " " + what);
  }

  /** Every alert that the spool accepted, by identity. */
  Map<Server.Identity, String> acceptedAlerts() {
    return acceptedAlerts;
  }

  /** Wall clock of the power cuts, milliseconds. */
  List<Long> cutsMillis() {
    return cutsMillis;
  }

  Server server() {
    return server;
  }

  Network network() {
    return network;
  }

  ManualTime time() {
    return time;
  }

  /** What happened, for comparing two runs. */
  List<String> trace() {
    return trace;
  }

  Agent agent() {
    Agent running = agent;
    if (running == null) {
      throw new IllegalStateException("the power is off");
    }
    return running;
  }
}

package dev.kiosk.simulator.world;

import dev.kiosk.agent.app.Agent;
import dev.kiosk.agent.app.AgentConfig;
import dev.kiosk.agent.app.Platform;
import dev.kiosk.agent.app.Probes;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.sampler.Sampler;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.LossReason;
import dev.kiosk.agent.spool.SpoolStats;
import dev.kiosk.agent.time.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The machine: an agent that is stepped by hand, ended in several ways, and started again. */
final class Kiosk {

  static final Duration DEVICE_INTERVAL = Duration.ofSeconds(10);

  /** More operations than any run has. */
  private static final long NEVER = 1L << 60;

  private final AgentConfig config;
  private final Parts parts;
  private final Random random;
  private final CountingCpu cpu = new CountingCpu();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private @Nullable Agent agent;
  private @Nullable End armed;
  private @Nullable Long restartsAtOrderlyStop;
  private List<Agent.Part> steps = List.of();
  private long unseenReadings;

  /** What the machine consists of, and who watches it. */
  record Parts(
      ManualTime time,
      Timeline timeline,
      FakeDisk disk,
      Network network,
      FakeDevice printer,
      FakeDevice scanner,
      Promises promises) {}

  /** How a run of the agent ends. */
  enum End {
    POWER_CUT,
    KILL,
    IN_ORDER
  }

  Kiosk(AgentConfig config, Parts parts, Random random) {
    this.config = config;
    this.parts = parts;
    this.random = random;
  }

  void boot() {
    var platform =
        new Platform(
            parts.time, parts.disk, parts.network, Path.of("/"), new Random(random.nextLong()));
    var timeout = Duration.ofSeconds(3);
    var probes =
        new Probes(
            List.of(new Sampler.HostTask(cpu, Duration.ofSeconds(1))),
            List.of(
                new Sampler.DeviceTask("printer", parts.printer, DEVICE_INTERVAL, timeout),
                new Sampler.DeviceTask("scanner", parts.scanner, DEVICE_INTERVAL, timeout)));
    parts.promises.begin(parts.time.nanos());
    try {
      Agent booted = Agent.assemble(config, platform, probes);
      agent = booted;
      steps = booted.parts();
      tell("start as " + booted.spool().id() + " " + booted.spool().refusing());
      nothingIsSkippedAfterAnOrderlyStop(booted);
    } catch (FakeDisk.PowerCutException cut) {
      crash();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void nothingIsSkippedAfterAnOrderlyStop(Agent booted) {
    Long before = restartsAtOrderlyStop;
    restartsAtOrderlyStop = null;
    boolean looked = booted.spool().refusing().isEmpty();
    if (before != null && looked && restarts(booted) != before) {
      complaints.add("after an orderly stop positions were skipped at " + parts.time.nanos());
    }
  }

  private static long restarts(Agent of) {
    SpoolStats stats = of.spool().stats();
    return stats.alerts().lost().getOrDefault(LossReason.RESTART, 0L)
        + stats.readings().lost().getOrDefault(LossReason.RESTART, 0L);
  }

  /**
   * Ends the run, or lets it end within the disk operations to come. Nothing happens when the
   * machine is off.
   */
  void end(End how) {
    Agent running = agent;
    if (running == null) {
      return;
    }
    if (how == End.IN_ORDER) {
      stop(running);
    } else if (random.nextBoolean()) {
      tell("before a write to come: " + how);
      armed = how;
      parts.disk.cutPowerBefore(1 + random.nextInt(25));
    } else {
      armed = how;
      crash();
    }
  }

  private void stop(Agent running) {
    try {
      settle();
      running.link().shutDown();
      boolean well = running.spool().refusing().isEmpty();
      running.spool().close();
      parts.promises.look(running.spool(), parts.time.nanos());
      restartsAtOrderlyStop = well ? Long.valueOf(restarts(running)) : null;
    } catch (FakeDisk.PowerCutException cut) {
      crash();
      return;
    } catch (IOException refusing) {
      restartsAtOrderlyStop = null; // the next start takes it for a crash
    }
    armed = null;
    crash();
  }

  private void crash() {
    Agent running = agent;
    if (running != null) {
      parts.promises.look(running.spool(), parts.time.nanos());
      noLossIsToldWithoutReason(running);
    }
    tell(armed == null ? "stop" : String.valueOf(armed));
    unseenReadings = cpu.count() - parts.promises.readings();
    agent = null;
    steps = List.of();
    parts.network.agentGone();
    if (armed == End.POWER_CUT) {
      parts.disk.cutPower(random);
    } else {
      parts.disk.killProcess();
    }
    disarm();
    int offSeconds = 2 + random.nextInt(58);
    parts.timeline.after(Duration.ofSeconds(offSeconds).toNanos(), this::boot);
  }

  /** No crash is to come any more. */
  void disarm() {
    armed = null;
    parts.disk.cutPowerBefore(NEVER);
  }

  /** Lets all parts work until there is nothing more to do at this time. */
  void run() {
    if (agent != null) {
      try {
        settle();
      } catch (FakeDisk.PowerCutException cut) {
        crash();
      }
    }
  }

  private void settle() {
    Agent running = agent();
    long now = parts.time.nanos();
    int work = 1;
    for (int round = 0; work > 0; round++) {
      if (round > 10_000) {
        throw new AssertionError("the agent never comes to rest");
      }
      work = 0;
      for (Agent.Part part : steps) {
        work += part.step().step(now);
      }
      if (work > 0) {
        parts.promises.look(running.spool(), now);
      }
    }
    parts.promises.rest(running.spool(), now);
    if (cpu.count() - parts.promises.readings() != unseenReadings) {
      complaints.add(
          "%d readings were taken and %d appended"
              .formatted(cpu.count() - unseenReadings, parts.promises.readings()));
      unseenReadings = cpu.count() - parts.promises.readings();
    }
  }

  /** The medium never fails here. */
  private void noLossIsToldWithoutReason(Agent running) {
    SpoolStats stats = running.spool().stats();
    for (Lane lane : Lane.values()) {
      if (stats.of(lane).lost().containsKey(LossReason.DAMAGED)) {
        complaints.add("damage is told where there was none: " + stats.of(lane));
      }
    }
  }

  long wakeAtNanos() {
    long soonest = Long.MAX_VALUE;
    for (Agent.Part part : steps) {
      soonest = Math.min(soonest, part.step().wakeAtNanos(parts.time.nanos()));
    }
    return Math.max(soonest, parts.time.nanos() + 1_000_000);
  }

  Agent agent() {
    Agent running = agent;
    if (running == null) {
      throw new IllegalStateException("the power is off");
    }
    return running;
  }

  private void tell(String what) {
    story.add(parts.time.nanos() / 1_000_000 + " ms: " + what);
  }

  /** The starts and ends of its runs. */
  List<String> story() {
    return story;
  }

  List<String> complaints() {
    return complaints;
  }
}

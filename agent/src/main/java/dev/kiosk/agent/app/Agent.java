package dev.kiosk.agent.app;

import dev.kiosk.agent.command.CommandDesk;
import dev.kiosk.agent.command.Commands;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.link.Link;
import dev.kiosk.agent.recorder.DeviceSettings;
import dev.kiosk.agent.recorder.GapAnnouncer;
import dev.kiosk.agent.recorder.Recorder;
import dev.kiosk.agent.recorder.ServiceMode;
import dev.kiosk.agent.sampler.SampleQueue;
import dev.kiosk.agent.sampler.Sampler;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.threshold.Thresholds;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The agent, wired. Read {@link #assemble} first: its lines stand in the order a reading travels.
 *
 * <p>An assembled agent has no threads. {@link RunningAgent} gives each part its own; a test steps
 * the parts by hand.
 */
public final class Agent {

  private final AgentConfig config;
  private final Counters counters;
  private final Spool spool;
  private final List<Former> formers;
  private final Thresholds thresholds;
  private final SampleQueue queue;
  private final Recorder recorder;
  private final Sampler sampler;
  private final CommandDesk desk;
  private final Link link;
  private final PemTls tls;
  private final HeldOpen held;
  private final ServiceMode service;

  private Agent(
      AgentConfig config,
      Counters counters,
      Spool spool,
      List<Former> formers,
      Thresholds thresholds,
      SampleQueue queue,
      Recorder recorder,
      Sampler sampler,
      CommandDesk desk,
      Link link,
      PemTls tls,
      HeldOpen held,
      ServiceMode service) {
    this.config = config;
    this.counters = counters;
    this.spool = spool;
    this.formers = formers;
    this.thresholds = thresholds;
    this.queue = queue;
    this.recorder = recorder;
    this.sampler = sampler;
    this.desk = desk;
    this.link = link;
    this.tls = tls;
    this.held = held;
    this.service = service;
  }

  /**
   * Wires an agent that does nothing yet.
   *
   * @throws IOException when the disk refuses or another agent uses the same folders
   */
  public static Agent assemble(AgentConfig config, Platform platform, Probes probes)
      throws IOException {
    Time time = platform.time();
    var counters = new Counters();
    var queue = new SampleQueue(counters);
    var sender = new Sender(config.tenantId(), config.host());
    var codec = new Codec(sender);
    ServiceMode service = ServiceMode.load(platform.disk(), config.stateDir(), time);
    long flushMillis = config.spool().flushInterval().toMillis();
    var announcer = new GapAnnouncer(codec, time, flushMillis, service);
    var surroundings = new Spool.Surroundings(platform.disk(), time, counters, platform.random());
    Spool spool = Spool.open(config.spool(), surroundings, announcer);
    try {
      var outlet = new Sampler.Outlet(queue, time, counters);
      Sampler sampler = Sampler.of(probes.host(), probes.devices(), spool::pressure, outlet);
      var thresholds = new Thresholds(config.host(), config.limits(), time);
      Commands.Opened commands =
          Commands.open(platform.disk(), config.stateDir(), thresholds, counters);
      PemTls tls = config.encrypted() ? platform.tls() : PemTls.system(time);
      var into =
          new Recorder.Parts(
              queue, thresholds, codec, spool, Words.load(), tls, probes.measured(), service);
      var stateDir = new Recorder.StateDir(platform.disk(), config.stateDir());
      Recorder recorder = Recorder.open(settings(config, sampler), into, stateDir, time);
      recorder.tellAtStart(commands.incident());
      var live = new LiveFrames(sender, spool, recorder, counters, time);
      List<Former> formers = Former.openAll(config.spool(), spool, surroundings, service);
      var desk = new CommandDesk(commands.commands(), time.nanos());
      var onto =
          new Link.Parts(live, List.copyOf(formers), codec, desk, platform.transport(), counters);
      var link = new Link(config.link(), onto, time, platform.random());
      return new Agent(
          config,
          counters,
          spool,
          formers,
          thresholds,
          queue,
          recorder,
          sampler,
          desk,
          link,
          tls,
          probes.held(),
          service);
    } catch (RuntimeException failure) {
      spool.close();
      throw failure;
    }
  }

  private static List<DeviceSettings> settings(AgentConfig config, Sampler sampler) {
    var settings = new ArrayList<DeviceSettings>();
    for (DeviceConfig device : config.devices()) {
      Duration configured = device.longestInterval();
      Duration asked = sampler.longestInterval(device.id());
      settings.add(
          new DeviceSettings(
              device.id(),
              device.kind().wireName(),
              device.service(),
              device.sources().size(),
              configured.compareTo(asked) < 0 ? asked : configured,
              device.raiseAfter(),
              device.clearAfter()));
    }
    return settings;
  }

  /** A part of the agent that wants to be stepped, with the name of its role. */
  public record Part(String name, Step step) {}

  /** Everything that wants to be stepped, in the order a reading travels. */
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    sampler.workers().forEach(worker -> parts.add(new Part(worker.name(), worker.step())));
    parts.add(new Part("recorder", recorder));
    parts.add(new Part("spool", spool));
    for (int i = 0; i < formers.size(); i++) {
      parts.add(new Part(formerName(i), formers.get(i)));
    }
    parts.add(new Part("link", link));
    // all of these may wait for the disk
    parts.add(new Part("command", new Together(desk, new Together(tls, service))));
    return parts;
  }

  private static String formerName(int i) {
    return "former-" + (i + 1);
  }

  /** Tells the parts how to wake each other's loops, by the names of {@link #parts()}. */
  void onWork(Consumer<String> wake) {
    queue.onSample(() -> wake.accept("recorder"));
    spool.onWork(() -> wake.accept("spool"), () -> wake.accept("link"));
    for (int i = 0; i < formers.size(); i++) {
      String name = formerName(i);
      formers.get(i).spool().onWork(() -> wake.accept(name), () -> wake.accept("link"));
    }
    link.onArrival(() -> wake.accept("link"));
    desk.onCommand(() -> wake.accept("command"));
  }

  /** The configuration it was made from. */
  public AgentConfig config() {
    return config;
  }

  /** Its numbers. */
  public Counters counters() {
    return counters;
  }

  /** Its buffer. */
  public Spool spool() {
    return spool;
  }

  /** Stops the spools in order, so that the next start takes nothing for a crash. */
  void closeSpools() throws IOException {
    try {
      for (Former former : formers) {
        former.close();
      }
    } finally {
      spool.close();
    }
  }

  /** Its limits. */
  public Thresholds thresholds() {
    return thresholds;
  }

  /** What it knows of the devices and the host. */
  public Recorder recorder() {
    return recorder;
  }

  /** How long it held connections to devices open. */
  HeldOpen held() {
    return held;
  }

  /** Whether somebody works on the kiosk. */
  public ServiceMode service() {
    return service;
  }

  /** What it proves to its server who it is with. */
  PemTls tls() {
    return tls;
  }

  /** Its connection. */
  public Link link() {
    return link;
  }
}

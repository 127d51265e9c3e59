package dev.kiosk.agent.app;

import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.host.HostProbe;
import dev.kiosk.agent.host.HostSensors;
import dev.kiosk.agent.sampler.Sampler;
import dev.kiosk.agent.telemetry.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked: the host's readings and the devices.
 *
 * @param host the host's readings
 * @param devices the devices, in the order of the configuration
 * @param held is told how long each connection to a device was held open
 */
public record Probes(List<Sampler.HostTask> host, List<Sampler.DeviceTask> devices, HeldOpen held) {

  /** Probes that tell nobody how long they hold a device. */
  public Probes(List<Sampler.HostTask> host, List<Sampler.DeviceTask> devices) {
    this(host, devices, new HeldOpen());
  }

  /**
   * The probes that a configuration names, on this machine.
   *
   * @throws IllegalArgumentException when a driver or endpoint is wrong; {@link ConfigReader} lets
   *     none pass
   */
  public static Probes of(AgentConfig config, Platform platform) {
    return of(config, platform, new KeptProbes());
  }

  /**
   * The same, where an agent with other probes may have run before in this process.
   *
   * @param kept the probes that hold what they have opened
   */
  static Probes of(AgentConfig config, Platform platform, KeptProbes kept) {
    var host = new ArrayList<Sampler.HostTask>();
    for (HostProbe probe : HostSensors.open(platform.root(), config.spool().dir())) {
      Duration interval = config.intervals().get(probe.metric());
      if (interval != null) {
        host.add(new Sampler.HostTask(probe, interval));
      }
    }
    var held = new HeldOpen();
    var machine = new Machine(platform.root(), platform.time(), Wiretap.NONE, held);
    var drivers = new Drivers(machine);
    var devices = new ArrayList<Sampler.DeviceTask>();
    for (DeviceConfig device : config.devices()) {
      List<DeviceConfig.Source> sources = device.sources();
      for (int i = 0; i < sources.size(); i++) {
        DeviceConfig.Source source = sources.get(i);
        Probe probe = kept.orThis(drivers.create(source.driver(), source.endpoint()));
        devices.add(
            new Sampler.DeviceTask(device.id(), i, probe, source.interval(), source.timeout()));
      }
    }
    return new Probes(host, devices, held);
  }

  /** What is read on the host. */
  Set<Metric> measured() {
    return host.stream().map(task -> task.probe().metric()).collect(Collectors.toSet());
  }

  /** Copies the lists. */
  public Probes {
    host = List.copyOf(host);
    devices = List.copyOf(devices);
  }
}

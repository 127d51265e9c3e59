package dev.kiosk.agent.app;

import dev.kiosk.agent.sampler.Sampler;
import java.util.List;

/**
 * What is asked: the host's readings and the devices.
 *
 * @param host the host's readings
 * @param devices the devices, in the order of the configuration
 */
public record Probes(List<Sampler.HostTask> host, List<Sampler.DeviceTask> devices) {

  /** Copies the lists. */
  public Probes {
    host = List.copyOf(host);
    devices = List.copyOf(devices);
  }
}

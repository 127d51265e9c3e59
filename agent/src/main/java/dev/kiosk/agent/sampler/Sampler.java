package dev.kiosk.agent.sampler;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.host.HostProbe;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Decides what is asked when. Its workers are steps; the composition root gives each its thread.
 */
public final class Sampler {

  private final List<Worker> workers;

  private Sampler(List<Worker> workers) {
    this.workers = List.copyOf(workers);
  }

  /** A value of the host to read each {@code interval}. */
  public record HostTask(HostProbe probe, Duration interval) {}

  /**
   * A source of a device to ask.
   *
   * @param id the configured id of the device
   * @param source which of the device's sources it is: 0 for the first
   * @param timeout the longest one question may take
   */
  public record DeviceTask(
      String id, int source, Probe probe, Duration interval, Duration timeout) {

    /** The only source of a device. */
    public DeviceTask(String id, Probe probe, Duration interval, Duration timeout) {
      this(id, 0, probe, interval, timeout);
    }

    /** What its worker is called: a second source has its number behind the device's name. */
    String name() {
      return source == 0 ? id : id + "-" + (source + 1);
    }
  }

  /** A step with the name of the role that its thread has. */
  public record Worker(String name, Step step) {}

  /**
   * Sorts tasks to workers: one for the host, one for each endpoint.
   *
   * @param pressure 0 to 3, asked at each sample; each step doubles the intervals
   */
  public static Sampler of(
      List<HostTask> host, List<DeviceTask> devices, IntSupplier pressure, Outlet outlet) {
    var workers = new ArrayList<Worker>();
    if (!host.isEmpty()) {
      var worker = new HostWorker(host, pressure, outlet);
      workers.add(new Worker("sampler", worker));
    }
    Map<String, List<DeviceTask>> byEndpoint = new LinkedHashMap<>();
    for (DeviceTask device : devices) {
      byEndpoint.computeIfAbsent(device.probe().endpoint(), key -> new ArrayList<>()).add(device);
    }
    for (List<DeviceTask> together : byEndpoint.values()) {
      var worker = new EndpointWorker(together, pressure, outlet);
      workers.add(new Worker("probe-" + together.get(0).name(), worker));
    }
    return new Sampler(workers);
  }

  /** Where samples go, and the time they are taken by. */
  public record Outlet(SampleQueue queue, Time time, Counters counters) {}

  /** The workers, the host's first. */
  public List<Worker> workers() {
    return workers;
  }
}

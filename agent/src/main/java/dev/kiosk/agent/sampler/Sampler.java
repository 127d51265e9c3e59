package dev.kiosk.agent.sampler;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.host.HostProbe;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Decides what is asked when. Its workers are steps; the composition root gives each its thread.
 */
public final class Sampler {

  private final List<Worker> workers;
  private final Map<String, Duration> intervals;

  private Sampler(List<Worker> workers, Map<String, Duration> intervals) {
    this.workers = List.copyOf(workers);
    this.intervals = Map.copyOf(intervals);
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
    var intervals = new HashMap<String, Duration>();
    for (List<DeviceTask> together : byEndpoint.values()) {
      Duration round = round(together);
      for (DeviceTask task : together) {
        intervals.merge(task.id(), longer(task.interval(), round), Sampler::longer);
      }
      var worker = new EndpointWorker(together, pressure, outlet);
      workers.add(new Worker("probe-" + together.get(0).name(), worker));
    }
    return new Sampler(workers, intervals);
  }

  /** The longest that asking all the devices of one worker may take. */
  static Duration round(List<DeviceTask> together) {
    return together.stream().map(DeviceTask::timeout).reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Where samples go, and the time they are taken by. */
  public record Outlet(SampleQueue queue, Time time, Counters counters) {}

  /**
   * The longest interval in force among the sources of a device, before pressure and back-off: what
   * is configured, or what one round of its worker may take if that is longer.
   *
   * @param device the configured id; zero if nothing of it is asked
   */
  public Duration longestInterval(String device) {
    return intervals.getOrDefault(device, Duration.ZERO);
  }

  /** The workers, the host's first. */
  public List<Worker> workers() {
    return workers;
  }
}

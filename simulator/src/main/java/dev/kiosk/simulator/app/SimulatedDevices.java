package dev.kiosk.simulator.app;

import dev.kiosk.simulator.app.driver.OutletPlan;
import dev.kiosk.simulator.app.driver.Surroundings;
import dev.kiosk.simulator.app.driver.UsbBus;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.Station;
import dev.kiosk.simulator.surface.control.ControlServer;
import dev.kiosk.simulator.surface.control.TrafficLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulated devices, running: each at its outlets, and the control interface that breaks and mends
 * them.
 */
public final class SimulatedDevices implements AutoCloseable {

  private final Map<String, Station> stations = new LinkedHashMap<>();
  private final Deque<AutoCloseable> running = new ArrayDeque<>(); // the last started is first
  private final Happenings happenings;
  private final TrafficLog log;
  private @Nullable ControlServer control;

  private SimulatedDevices(Happenings happenings, TrafficLog log) {
    this.happenings =
        (device, what) -> {
          log.note(device, what);
          happenings.happened(device, what);
        };
    this.log = log;
  }

  /**
   * Starts all devices of a configuration.
   *
   * @param nowMillis a monotonic clock in milliseconds
   * @param happenings told of every change, whoever made it
   * @throws IOException if one cannot start; those that had are stopped again
   */
  public static SimulatedDevices start(
      DevicesConfig config, LongSupplier nowMillis, Happenings happenings) throws IOException {
    var devices = new SimulatedDevices(happenings, new TrafficLog(nowMillis));
    try {
      devices.startAll(config, nowMillis);
      return devices;
    } catch (IOException failed) {
      devices.close();
      throw failed;
    }
  }

  private void startAll(DevicesConfig config, LongSupplier nowMillis) throws IOException {
    var usb = new UsbBus(config.sysDir(), nowMillis, happenings);
    var surroundings = new Surroundings(nowMillis, happenings, log::of, usb);
    for (DeviceConfig each : config.devices()) {
      add(open(each, surroundings));
    }
    running.push(usb);
    usb.show();
    // A view: the map itself is not changed any more.
    control = ControlServer.start(config.control(), Collections.unmodifiableMap(stations), log);
    running.push(control);
  }

  private Station open(DeviceConfig config, Surroundings surroundings) throws IOException {
    SimulatedDevice device = config.device();
    var outlets = new ArrayList<Outlet>();
    for (OutletPlan plan : config.outlets()) {
      Outlet outlet = plan.open(device, surroundings);
      running.push(outlet);
      outlets.add(outlet);
    }
    return new Station(device, outlets);
  }

  private void add(Station station) {
    SimulatedDevice device = station.device();
    device.onChange(
        (condition, on) ->
            happenings.happened(
                device.id(),
                on ? "%s on: %s".formatted(condition, condition.words()) : condition + " off"));
    stations.put(device.id(), station);
  }

  /** All devices, in the order of the configuration. */
  public List<Station> stations() {
    return List.copyOf(stations.values());
  }

  /**
   * The device of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  public Station station(String id) {
    Station station = stations.get(id);
    if (station == null) {
      throw new IllegalArgumentException(
          "there is no device \"%s\"; known are %s."
              .formatted(id, String.join(", ", stations.keySet())));
    }
    return station;
  }

  /** Where the control interface is, for instance {@code http://127.0.0.1:9320/}. */
  public String controlUrl() {
    return control == null ? "" : control.url();
  }

  /**
   * Stops all, the last started first, and removes the tree of files. An interrupt that came before
   * does not keep it from waiting until each is gone; it is left set.
   */
  @Override
  public synchronized void close() {
    boolean interrupted = Thread.interrupted();
    stopAll();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopAll() {
    var failures = new ArrayList<String>();
    for (AutoCloseable each : running) {
      try {
        each.close();
      } catch (Exception failed) { // whatever it is, the others must be stopped too
        failures.add(failed.toString());
      }
    }
    running.clear();
    failures.forEach(each -> happenings.happened("devices", "did not stop cleanly: " + each));
  }
}

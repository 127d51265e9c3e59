package dev.kiosk.simulator.app;

import dev.kiosk.simulator.app.DevicesConfig.EscPos;
import dev.kiosk.simulator.app.DevicesConfig.SimulatedDeviceConfig;
import dev.kiosk.simulator.app.DevicesConfig.Usb;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.surface.ControlServer;
import dev.kiosk.simulator.surface.EscPosServer;
import dev.kiosk.simulator.surface.Station;
import dev.kiosk.simulator.surface.UsbIds;
import dev.kiosk.simulator.surface.UsbTree;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Simulated devices, running: printers on TCP ports, scanners in a tree of files, and the control
 * interface that breaks and mends them.
 */
public final class SimulatedDevices implements AutoCloseable {

  /** How often USB devices that change by themselves are looked at. */
  private static final long USB_MILLIS = 200;

  private final Map<String, Station> stations = new LinkedHashMap<>();
  private final Deque<AutoCloseable> running = new ArrayDeque<>(); // the last started is first
  private final Happenings happenings;
  private @Nullable ControlServer control;
  private @Nullable String usbFailure;

  private SimulatedDevices(Happenings happenings) {
    this.happenings = happenings;
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
    var devices = new SimulatedDevices(happenings);
    try {
      devices.startAll(config, nowMillis);
      return devices;
    } catch (IOException failed) {
      devices.close();
      throw failed;
    }
  }

  private void startAll(DevicesConfig config, LongSupplier nowMillis) throws IOException {
    Map<SimulatedScanner, UsbIds> onUsb = new LinkedHashMap<>();
    for (SimulatedDeviceConfig each : config.devices()) {
      if (each instanceof EscPos escpos) {
        startPrinter(escpos);
      } else if (each instanceof Usb usb) {
        var scanner = new SimulatedScanner(usb.identity(), nowMillis);
        onUsb.put(scanner, usb.ids());
        add(new Station(scanner, "usb", usbEndpoint(usb.identity(), usb.ids()), null));
      }
    }
    if (!onUsb.isEmpty() && config.sysDir() != null) {
      var tree = UsbTree.build(config.sysDir(), onUsb);
      running.push(tree);
      running.push(keepFresh(tree, onUsb));
    }
    // A view: the map itself is not changed any more.
    control = ControlServer.start(config.control(), Collections.unmodifiableMap(stations));
    running.push(control);
  }

  private void startPrinter(EscPos config) throws IOException {
    var printer = new SimulatedPrinter(config.identity());
    var server = EscPosServer.start(printer, config.listen(), config.secondClient(), happenings);
    running.push(server);
    add(new Station(printer, "escpos", server.endpoint(), server));
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

  /**
   * The files follow a change at once, and what changes by itself within a fraction of a second.
   */
  private AutoCloseable keepFresh(UsbTree tree, Map<SimulatedScanner, UsbIds> scanners) {
    scanners.keySet().forEach(each -> each.onChange((condition, on) -> refresh(tree)));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var thread = new Thread(work, "usb-tree");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        timer.scheduleWithFixedDelay(
            () -> refresh(tree), USB_MILLIS, USB_MILLIS, TimeUnit.MILLISECONDS);
    return timer::shutdownNow;
  }

  private synchronized void refresh(UsbTree tree) {
    try {
      tree.refresh();
      usbFailure = null;
    } catch (IOException failed) {
      String sentence = "the files of the USB bus cannot be written, trying again: " + failed;
      if (!sentence.equals(usbFailure)) {
        usbFailure = sentence;
        happenings.happened("usb", sentence);
      }
    }
  }

  private static String usbEndpoint(Identity identity, UsbIds ids) {
    return identity.serial().isEmpty()
        ? "usb:" + ids
        : "usb:%s:%s".formatted(ids, identity.serial());
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

  /** Stops all, the last started first, and removes the tree of files. */
  @Override
  public synchronized void close() {
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

package dev.kiosk.agent.app;

import dev.kiosk.agent.device.DeviceKind;
import dev.kiosk.agent.device.ipp.CupsQueue;
import dev.kiosk.agent.device.transport.SerialPorts;
import dev.kiosk.agent.device.usb.UsbDevice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which of what was found are scanners and printers, and how each may be configured. */
final class Suggestions {

  private static final String PRINTER_CLASS = "07";

  /** Makers of printers for kiosks and counters, by their USB vendor ids (the usb.ids list). */
  private static final Set<String> PRINTER_MAKERS =
      Set.of(
          "0a5f", "088c", "04b8", "0519", "0dd4", "1504", "154f", "1d90", "2730", "0a43", "0613",
          "1203", "0828", "1452");

  /** Makers of scanners and of document and card readers, by the same list. */
  private static final Set<String> READER_MAKERS =
      Set.of(
          "05e0", "0c2e", "0536", "05f9", "080c", "0db5", "1eab", "065a", "067e", "0acd", "08e6",
          "04e6", "076b");

  /** A port that takes bytes does not tell its language; most printers of kiosks speak this one. */
  private static final String RAW_LANGUAGE = "escpos";

  /** Makers as they stand in the names of serial ports, by the language that they speak. */
  private static final List<String> SERIAL_LABEL_PRINTERS = List.of("ztc", "zebra_technologies_z");

  private static final List<String> SERIAL_PRINTERS =
      List.of("epson", "star", "custom", "citizen", "bixolon", "snbc");

  private static final List<String> SERIAL_SCANNERS = List.of("symbol", "zebra");

  private final List<Suggestion> all = new ArrayList<>();
  private final Map<DeviceKind, Integer> counts = new EnumMap<>(DeviceKind.class);

  /** All so far, in the order in which they were added. */
  List<Suggestion> all() {
    return List.copyOf(all);
  }

  /** Adds the printers and readers among those that are plugged in. */
  void addUsb(List<UsbDevice> plugged) {
    for (UsbDevice device : plugged) {
      DeviceKind kind = kind(device);
      if (kind != null) {
        String model = device.model();
        String name = model != null ? model : device.vendorId() + ":" + device.productId();
        add(kind, "usb", endpoint(device, plugged), new Found(name, "USB port " + device.port()));
      }
    }
  }

  /**
   * Adds the serial ports, each with the driver that the maker in its name makes likely.
   *
   * @return those whose name is that of an adapter, which tells nothing of what is behind it
   */
  List<SerialPorts.Port> addSerial(List<SerialPorts.Port> ports) {
    var untold = new ArrayList<SerialPorts.Port>();
    for (SerialPorts.Port port : ports) {
      String name = port.name().substring(port.name().lastIndexOf('/') + 1);
      var there = new Found(name, "serial port, now " + port.node());
      String lower = name.toLowerCase(Locale.ROOT);
      if (SERIAL_LABEL_PRINTERS.stream().anyMatch(lower::contains)) {
        add(DeviceKind.PRINTER, "zpl", port.endpoint(), there);
      } else if (SERIAL_PRINTERS.stream().anyMatch(lower::contains)) {
        add(DeviceKind.PRINTER, "escpos", port.endpoint(), there);
      } else if (SERIAL_SCANNERS.stream().anyMatch(lower::contains)) {
        add(DeviceKind.SCANNER, "ssi", port.endpoint(), there);
      } else {
        untold.add(port);
      }
    }
    return untold;
  }

  /**
   * Adds the print queues; one whose printer is on the network is suggested as that printer, with
   * the queue as its second source, because a queue learns of its printer only when a job runs.
   */
  void addQueues(List<CupsQueue> queues) {
    for (CupsQueue queue : queues) {
      if (queue.likely() == CupsQueue.Likely.NO_PRINTER) {
        continue;
      }
      String model = queue.makeAndModel() == null ? "" : " of " + queue.makeAndModel();
      String name = "queue " + queue.name() + model;
      String where = queue.deviceUri() == null ? "CUPS" : "CUPS, " + queue.deviceUri();
      Optional<String> printer = queue.printerEndpoint();
      String driver = queue.likely() == CupsQueue.Likely.RAW_PRINTER ? RAW_LANGUAGE : "ipp";
      String id = nextId(DeviceKind.PRINTER);
      all.add(
          new Suggestion(
              id,
              DeviceKind.PRINTER,
              printer.isPresent() ? driver : "ipp",
              printer.orElse(queue.endpoint()),
              name,
              where,
              printer.isPresent() ? queue.endpoint() : null));
    }
  }

  /** What is found, and where. */
  private record Found(String name, String where) {}

  private void add(DeviceKind kind, String driver, String endpoint, Found found) {
    all.add(
        new Suggestion(nextId(kind), kind, driver, endpoint, found.name(), found.where(), null));
  }

  private String nextId(DeviceKind kind) {
    return kind.wireName() + "-" + counts.merge(kind, 1, Integer::sum);
  }

  /** What it is, or null when it is neither a printer nor a reader. */
  private static @Nullable DeviceKind kind(UsbDevice device) {
    if (device.interfaceClasses().contains(PRINTER_CLASS)
        || PRINTER_MAKERS.contains(device.vendorId())) {
      return DeviceKind.PRINTER;
    }
    return READER_MAKERS.contains(device.vendorId()) ? DeviceKind.SCANNER : null;
  }

  /**
   * The shortest that names one device only, so that a replaced device is found again without a
   * change: serial numbers only among equal ones, and the port where these have none.
   */
  private static String endpoint(UsbDevice device, List<UsbDevice> plugged) {
    String ids = "usb:" + device.vendorId() + ":" + device.productId();
    List<UsbDevice> equal =
        plugged.stream()
            .filter(other -> other.vendorId().equals(device.vendorId()))
            .filter(other -> other.productId().equals(device.productId()))
            .toList();
    if (equal.size() == 1) {
      return ids;
    }
    String serial = device.serial();
    boolean unique =
        serial != null && equal.stream().filter(one -> serial.equals(one.serial())).count() == 1;
    return unique ? ids + ":" + serial : "usb:" + device.port();
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.device.DeviceKind;
import dev.kiosk.agent.device.usb.UsbDevice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plugged-in device as it could stand in the configuration.
 *
 * @param id a name that is free among the suggestions, for instance {@code scanner-1}
 * @param endpoint tells the device from all others that are plugged in
 */
record Suggestion(String id, DeviceKind kind, String endpoint, UsbDevice device) {

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

  /** The devices among those that are scanners or printers, in the same order. */
  static List<Suggestion> among(List<UsbDevice> plugged) {
    Map<DeviceKind, Integer> counts = new EnumMap<>(DeviceKind.class);
    List<Suggestion> suggestions = new ArrayList<>();
    for (UsbDevice device : plugged) {
      DeviceKind kind = kind(device);
      if (kind != null) {
        int number = counts.merge(kind, 1, Integer::sum);
        String id = kind.wireName() + "-" + number;
        suggestions.add(new Suggestion(id, kind, endpoint(device, plugged), device));
      }
    }
    return suggestions;
  }

  /** What to call it: its own name, or its numbers when it gives none. */
  String name() {
    String model = device.model();
    return model != null ? model : device.vendorId() + ":" + device.productId();
  }

  /** The lines to paste into the configuration. */
  List<String> toml() {
    return List.of(
        "[[device]]",
        "# " + name(),
        "id = " + quoted(id),
        "kind = " + quoted(kind.wireName()),
        "driver = \"usb\"",
        "endpoint = " + quoted(endpoint));
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

  /** A TOML basic string; control characters were taken out where the text was read. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

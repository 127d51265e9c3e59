package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.device.UsbLink;
import dev.kiosk.simulator.device.UsbPlug;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * One port of the root hub with the device that belongs into it, as files (kernel documentation,
 * ABI/stable/sysfs-bus-usb and ABI/testing/sysfs-bus-usb).
 */
final class UsbPort {

  /** How often the counters of a connected device are written, in milliseconds. */
  private static final long COUNTERS_MILLIS = 1_000;

  private static final int URBS_OF_ENUMERATION = 18;
  private static final long MILLIS_PER_URB = 5_000;

  private final UsbPlug plug;
  private final UsbIds ids;
  private final SysFolder sys;
  private final IntSupplier nextDevnum;
  private final int number;
  private final String name;
  private final Path hub;
  private final Path device;
  private final Path bus;
  private UsbLink shown = new UsbLink(false, true, 0, 0, 0);
  private long countersMillis;

  /**
   * A port with nothing in it yet.
   *
   * @param number 1 for the first port
   * @param hub the folder of the root hub
   * @param nextDevnum gives the bus's next device number
   */
  UsbPort(UsbPlug plug, UsbIds ids, SysFolder sys, int number, Path hub, IntSupplier nextDevnum) {
    this.plug = plug;
    this.ids = ids;
    this.sys = sys;
    this.nextDevnum = nextDevnum;
    this.number = number;
    this.name = "1-" + number;
    this.hub = hub;
    this.device = hub.resolve(name);
    this.bus = sys.root().resolve("bus/usb/devices");
  }

  /** The folder of the port within the hub's interface. */
  private Path port() {
    return hub.resolve("1-0:1.0/usb1-port" + number);
  }

  /** Writes the port itself. */
  void create() throws IOException {
    sys.put(
        port(),
        Map.of(
            "over_current_count", 0, "connect_type", "hotplug", "location", "0x0000000" + number),
        Map.of());
  }

  /** Brings the files up to what the device is now. */
  void refresh() throws IOException {
    UsbLink now = plug.link();
    if (now.overCurrents() != shown.overCurrents()) {
      sys.write(port().resolve("over_current_count"), now.overCurrents());
    }
    boolean another = now.enumerations() != shown.enumerations();
    if (shown.present() && (!now.present() || another)) {
      unplug();
    }
    if (now.present() && (!shown.present() || another)) {
      plug(now);
    } else if (now.present()) {
      if (now.authorized() != shown.authorized()) {
        authorize(now.authorized());
      }
      count(now);
    }
    shown = now;
  }

  private void plug(UsbLink link) throws IOException {
    countersMillis = link.connectedMillis();
    sys.put(
        device,
        attributes(link, nextDevnum.getAsInt()),
        Map.of(
            "port", "../1-0:1.0/usb1-port" + number,
            "subsystem", "../../../../../bus/usb",
            "driver", "../../../../../bus/usb/drivers/usb"));
    sys.link(bus.resolve(name), device);
    if (link.authorized()) {
      addInterface();
    }
  }

  private void unplug() throws IOException {
    sys.remove(bus.resolve(interfaceName()));
    sys.remove(bus.resolve(name));
    sys.remove(device);
  }

  /** The kernel takes the configuration, and with it the interfaces, from a blocked device. */
  private void authorize(boolean authorized) throws IOException {
    sys.write(device.resolve("authorized"), authorized ? 1 : 0);
    sys.write(device.resolve("bConfigurationValue"), authorized ? "1" : "");
    if (authorized) {
      addInterface();
    } else {
      sys.remove(bus.resolve(interfaceName()));
      sys.remove(device.resolve(interfaceName()));
    }
  }

  private void count(UsbLink link) throws IOException {
    if (link.connectedMillis() - countersMillis < COUNTERS_MILLIS) {
      return;
    }
    countersMillis = link.connectedMillis();
    sys.write(device.resolve("power/connected_duration"), link.connectedMillis());
    sys.write(device.resolve("power/active_duration"), link.connectedMillis());
    sys.write(device.resolve("urbnum"), urbs(link));
  }

  private static long urbs(UsbLink link) {
    return URBS_OF_ENUMERATION + link.connectedMillis() / MILLIS_PER_URB;
  }

  private String interfaceName() {
    return name + ":1.0";
  }

  /** A printer's interface is of the printer class, bidirectional; a scanner's is HID. */
  private void addInterface() throws IOException {
    boolean printer = plug.device() instanceof SimulatedPrinter;
    sys.put(
        device.resolve(interfaceName()),
        Map.of(
            "bInterfaceNumber", "00",
            "bAlternateSetting", " 0",
            "bNumEndpoints", printer ? "02" : "01",
            "bInterfaceClass", printer ? "07" : "03",
            "bInterfaceSubClass", printer ? "01" : "00",
            "bInterfaceProtocol", printer ? "02" : "00",
            "authorized", "1"),
        Map.of(
            "driver",
            "../../../../../../bus/usb/drivers/" + (printer ? "usblp" : "usbhid"),
            "subsystem",
            "../../../../../../bus/usb"));
    sys.link(bus.resolve(interfaceName()), device.resolve(interfaceName()));
  }

  private Map<String, Object> attributes(UsbLink link, int devnum) {
    Identity identity = plug.device().identity();
    var files = new LinkedHashMap<String, Object>();
    files.put("idVendor", ids.vendor());
    files.put("idProduct", ids.product());
    files.put("bcdDevice", "0100");
    files.put("manufacturer", identity.manufacturer());
    files.put("product", identity.product());
    if (!identity.serial().isEmpty()) {
      files.put("serial", identity.serial());
    }
    files.put("bDeviceClass", "00");
    files.put("bDeviceSubClass", "00");
    files.put("bDeviceProtocol", "00");
    files.put("bNumConfigurations", "1");
    files.put("bConfigurationValue", link.authorized() ? "1" : "");
    files.put("bNumInterfaces", " 1");
    files.put("bMaxPower", "500mA");
    files.put("version", " 2.00");
    files.put("speed", "12");
    files.put("maxchild", "0");
    files.put("busnum", "1");
    files.put("devnum", devnum);
    files.put("devpath", number);
    files.put("dev", "189:" + (devnum - 1));
    files.put("removable", "removable");
    files.put("authorized", link.authorized() ? 1 : 0);
    files.put("urbnum", urbs(link));
    files.put("power/connected_duration", link.connectedMillis());
    files.put("power/active_duration", link.connectedMillis());
    files.put("power/runtime_status", "active");
    files.put("power/control", "on");
    return files;
  }
}

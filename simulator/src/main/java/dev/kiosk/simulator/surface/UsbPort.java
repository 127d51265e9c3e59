package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.Identity;
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
  private final UsbFace face;
  private final SysFolder sys;
  private final IntSupplier nextDevnum;
  private final int number;
  private final String name;
  private final Path hub;
  private final Path device;
  private final Path bus;
  private UsbLink shown = new UsbLink(false, true, 0, 0, false, 0);
  private long countersMillis;

  /**
   * A port with nothing in it yet.
   *
   * @param number 1 for the first port
   * @param hub the folder of the root hub
   * @param nextDevnum gives the bus's next device number
   */
  UsbPort(UsbPlug plug, UsbFace face, SysFolder sys, int number, Path hub, IntSupplier nextDevnum) {
    this.plug = plug;
    this.face = face;
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
        authorize(now);
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
      addInterface(link);
    }
  }

  private void unplug() throws IOException {
    sys.remove(bus.resolve(interfaceName()));
    sys.remove(bus.resolve(name));
    sys.remove(device);
  }

  /** The kernel takes the configuration, and with it the interfaces, from a blocked device. */
  private void authorize(UsbLink link) throws IOException {
    boolean authorized = link.authorized();
    sys.write(device.resolve("authorized"), authorized ? 1 : 0);
    sys.write(device.resolve("bConfigurationValue"), authorized ? "1" : "");
    if (authorized) {
      addInterface(link);
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

  private void addInterface(UsbLink link) throws IOException {
    UsbInterface shows = link.otherMode() ? face.usual().other() : face.usual();
    var files = new LinkedHashMap<String, Object>();
    files.put("bInterfaceNumber", "00");
    files.put("bAlternateSetting", " 0");
    files.put("bNumEndpoints", "0" + shows.endpoints());
    files.put("bInterfaceClass", shows.classCode());
    files.put("bInterfaceSubClass", shows.subClass());
    files.put("bInterfaceProtocol", shows.protocol());
    files.put("authorized", "1");
    if (shows == UsbInterface.PRINTER) {
      files.put("ieee1284_id", deviceId());
    }
    var links = new LinkedHashMap<String, String>();
    links.put("subsystem", "../../../../../../bus/usb");
    if (shows.driver() != null) {
      links.put("driver", "../../../../../../bus/usb/drivers/" + shows.driver());
    }
    sys.put(device.resolve(interfaceName()), files, links);
    sys.link(bus.resolve(interfaceName()), device.resolve(interfaceName()));
  }

  /** What a printer says of itself (IEEE 1284-2000, clause 7.6); its driver keeps the text. */
  private String deviceId() {
    Identity identity = plug.device().identity();
    String serial = identity.serial().isEmpty() ? "" : "SN:%s;".formatted(identity.serial());
    return "MFG:%s;MDL:%s;CLS:PRINTER;%s"
        .formatted(identity.manufacturer(), identity.product(), serial);
  }

  private Map<String, Object> attributes(UsbLink link, int devnum) {
    Identity identity = plug.device().identity();
    var files = new LinkedHashMap<String, Object>();
    files.put("idVendor", face.ids().vendor());
    files.put("idProduct", face.ids().product());
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
    files.put(
        "uevent",
        "DEVTYPE=usb_device\nDEVNAME=bus/usb/001/%03d\nBUSNUM=001\nDEVNUM=%03d"
            .formatted(devnum, devnum));
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

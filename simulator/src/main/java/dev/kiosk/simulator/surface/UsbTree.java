package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.UsbPlug;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A USB bus as files: what the kernel shows under {@code /sys}, with one root hub and simulated
 * devices in its ports. Shape and names as in the kernel, symbolic links included:
 *
 * <pre>
 * bus/usb/devices/1-1          -> ../../../devices/pci0000:00/0000:00:14.0/usb1/1-1
 * devices/.../usb1/1-1/        idVendor, idProduct, serial, devnum, authorized, power/, ...
 * devices/.../usb1/1-1/1-1:1.0/                       bInterfaceClass, driver ->
 * devices/.../usb1/1-0:1.0/usb1-port1/                over_current_count
 * </pre>
 *
 * <p>Has no thread: whoever owns it calls {@link #refresh()}.
 */
public final class UsbTree implements AutoCloseable {

  /** The most devices that a root hub of this bus takes. */
  public static final int PORTS = 15;

  private static final String CONTROLLER = "devices/pci0000:00/0000:00:14.0";
  private static final int HIGHEST_DEVNUM = 127;

  private final SysFolder sys;
  private final Path hub;
  private final List<UsbPort> ports = new ArrayList<>();
  private int devnum = 1; // the root hub's own
  private boolean closed;

  private UsbTree(SysFolder sys) {
    this.sys = sys;
    this.hub = sys.root().resolve(CONTROLLER).resolve("usb1");
  }

  /**
   * Builds the tree with the devices plugged in, the first in port 1.
   *
   * @param sysDir what plays {@code /sys}; emptied if a simulator made it before
   * @throws IOException if the folder cannot be written, or holds files of somebody else
   */
  public static UsbTree build(Path sysDir, Map<UsbPlug, UsbFace> plugs) throws IOException {
    if (plugs.size() > PORTS) {
      throw new IOException(
          "%d USB devices are too many: the simulated hub has %d ports."
              .formatted(plugs.size(), PORTS));
    }
    var tree = new UsbTree(SysFolder.open(sysDir.toAbsolutePath()));
    tree.createHub(plugs.size());
    int number = 1;
    for (var plug : plugs.entrySet()) {
      var port =
          new UsbPort(
              plug.getKey(), plug.getValue(), tree.sys, number++, tree.hub, tree::nextDevnum);
      port.create();
      tree.ports.add(port);
    }
    tree.refresh();
    return tree;
  }

  /**
   * Brings the files up to what the devices are now. Cheap when nothing changed. After {@link
   * #close()} it does nothing.
   *
   * @throws IOException if a file cannot be written; the next call tries again
   */
  public synchronized void refresh() throws IOException {
    if (closed) {
      return;
    }
    for (UsbPort port : ports) {
      port.refresh();
    }
  }

  /** As Linux does it: the next number each time, from the start again after the highest. */
  private int nextDevnum() {
    devnum = devnum >= HIGHEST_DEVNUM ? 2 : devnum + 1;
    return devnum;
  }

  private void createHub(int portCount) throws IOException {
    for (String driver : List.of("usb", "usbhid", "cdc_acm", "usblp", "hub")) {
      sys.put(sys.root().resolve("bus/usb/drivers/" + driver), Map.of(), Map.of());
    }
    var files = new LinkedHashMap<String, Object>();
    files.put("idVendor", "1d6b");
    files.put("idProduct", "0002");
    files.put("bcdDevice", "0601");
    files.put("manufacturer", "Linux xhci-hcd");
    files.put("product", "xHCI Host Controller");
    files.put("serial", "0000:00:14.0");
    files.put("bDeviceClass", "09");
    files.put("bDeviceSubClass", "00");
    files.put("bDeviceProtocol", "01");
    files.put("bNumInterfaces", " 1");
    files.put("bConfigurationValue", "1");
    files.put("speed", "480");
    files.put("version", " 2.00");
    files.put("maxchild", portCount);
    files.put("busnum", "1");
    files.put("devnum", devnum);
    files.put("devpath", "0");
    files.put("authorized", "1");
    files.put("authorized_default", "1");
    files.put("urbnum", "40");
    files.put("power/runtime_status", "active");
    files.put("power/connected_duration", "0");
    files.put("1-0:1.0/bInterfaceNumber", "00");
    files.put("1-0:1.0/bInterfaceClass", "09");
    files.put("1-0:1.0/bInterfaceSubClass", "00");
    files.put("1-0:1.0/bInterfaceProtocol", "00");
    sys.put(
        hub,
        files,
        Map.of(
            "driver", "../../../../bus/usb/drivers/usb",
            "subsystem", "../../../../bus/usb",
            "1-0:1.0/driver", "../../../../../bus/usb/drivers/hub"));
    Path bus = sys.root().resolve("bus/usb/devices");
    sys.link(bus.resolve("usb1"), hub);
    sys.link(bus.resolve("1-0:1.0"), hub.resolve("1-0:1.0"));
  }

  /** Removes the tree; the folder itself stays, empty but for a hidden marker. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    sys.clear();
  }
}

package dev.kiosk.agent.device.usb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the kernel's view of the USB. Every attribute may vanish while it is read, because its
 * device is being pulled out: what cannot be read is not there.
 */
public final class UsbTree {

  private static final int MAX_ATTRIBUTE_BYTES = 1024;
  private static final int MAX_ENTRIES = 4096;
  private static final Pattern DEVICE = Pattern.compile("[0-9]{1,3}-[0-9]{1,3}(\\.[0-9]{1,3})*");
  private static final Pattern HEX4 = Pattern.compile("[0-9a-f]{4}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Line ends are control characters, which {@link #read} has made question marks. */
  private static final Pattern NODE = Pattern.compile("(?:^|\\?)DEVNAME=([\\w./-]{1,64})");

  private static final int MAX_NODES = 16;
  private static final int MAX_DEPTH = 6;

  private final Path dev;
  private final Path buses;
  private final Path devices;

  /**
   * Reads nothing yet.
   *
   * @param root the file system's root; another folder in tests
   */
  public UsbTree(Path root) {
    this.dev = root.resolve("dev");
    this.buses = root.resolve("sys/bus");
    this.devices = buses.resolve("usb/devices");
  }

  /** Whether the kernel shows its buses at all; if not, nothing can be said about any device. */
  public boolean isReadable() {
    return Files.isDirectory(buses) && (!hasUsb() || Files.isReadable(devices));
  }

  /** Whether this machine has a USB. */
  public boolean hasUsb() {
    return Files.isDirectory(devices);
  }

  /** Where devices are looked for. */
  public Path folder() {
    return devices;
  }

  /** All devices in the order of their ports, hubs included, the hubs of the machine itself not. */
  public List<UsbDevice> devices() {
    List<String> names = list(devices);
    List<UsbDevice> found = new ArrayList<>();
    for (String name : names) {
      if (DEVICE.matcher(name).matches()) {
        UsbDevice device = device(name, names);
        if (device != null) {
          found.add(device);
        }
      }
    }
    found.sort((one, other) -> one.port().compareTo(other.port()));
    return found;
  }

  /**
   * How often the hub has cut the power of a port since it started, empty where hubs do not count.
   *
   * <p>The port of a device is a folder below its hub's first interface: {@code 1-1.2} is port 2 of
   * {@code 1-1}, and {@code 1-2} is port 2 of the root hub {@code usb1}, whose interface is called
   * {@code 1-0:1.0}.
   */
  public OptionalLong overCurrentCount(String port) {
    int dot = port.lastIndexOf('.');
    int dash = port.indexOf('-');
    String bus = port.substring(0, dash);
    String hub = dot < 0 ? "usb" + bus : port.substring(0, dot);
    String hubInterface = (dot < 0 ? bus + "-0" : hub) + ":1.0";
    String number = port.substring(Math.max(dot, dash) + 1);
    Long count =
        number(devices.resolve(hubInterface).resolve(hub + "-port" + number), "over_current_count");
    return count == null ? OptionalLong.empty() : OptionalLong.of(count);
  }

  /**
   * The nodes in {@code /dev} that belong to a device: its own in {@code bus/usb}, and what drivers
   * made of its interfaces (ttyACM0, usb/lp0, hidraw0, input/event3). Each carries its name in a
   * file {@code uevent}.
   */
  public List<Path> nodes(String port) {
    List<Path> nodes = new ArrayList<>();
    addNode(devices.resolve(port), nodes);
    for (String name : list(devices)) {
      if (name.startsWith(port + ":")) {
        addNodesBelow(devices.resolve(name), nodes);
      }
    }
    return nodes;
  }

  private void addNodesBelow(Path folder, List<Path> nodes) {
    // The entry is a link to the device's folder; further links would lead to all other devices.
    try (Stream<Path> below = Files.walk(folder.toRealPath(), MAX_DEPTH)) {
      below
          .limit(MAX_ENTRIES)
          .filter(file -> file.endsWith("uevent"))
          .map(Path::getParent)
          .filter(Objects::nonNull)
          .forEach(parent -> addNode(parent, nodes));
    } catch (IOException | UncheckedIOException vanished) {
      return;
    }
  }

  private void addNode(Path folder, List<Path> nodes) {
    String uevent = read(folder, "uevent");
    Matcher name = NODE.matcher(uevent == null ? "" : uevent);
    if (name.find() && nodes.size() < MAX_NODES) {
      nodes.add(dev.resolve(name.group(1)));
    }
  }

  private @Nullable UsbDevice device(String name, List<String> siblings) {
    Path folder = devices.resolve(name);
    String vendor = id(folder, "idVendor");
    String product = id(folder, "idProduct");
    if (vendor == null || product == null) {
      return null;
    }
    return new UsbDevice(
        name,
        vendor,
        product,
        read(folder, "manufacturer"),
        read(folder, "product"),
        read(folder, "serial"),
        read(folder, "devnum"),
        !"0".equals(read(folder, "authorized")),
        interfaceClasses(name, siblings),
        number(folder, "power/connected_duration"),
        number(folder, "urbnum"),
        deviceId(name, siblings));
  }

  /** The printer driver keeps the id where it read it: at the interface. */
  private @Nullable DeviceId deviceId(String name, List<String> siblings) {
    for (String sibling : siblings) {
      if (sibling.startsWith(name + ":")) {
        String text = read(devices.resolve(sibling), "ieee1284_id");
        if (text != null) {
          return DeviceId.parse(text);
        }
      }
    }
    return null;
  }

  private static @Nullable Long number(Path folder, String name) {
    String text = read(folder, name);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private Set<String> interfaceClasses(String name, List<String> siblings) {
    Set<String> classes = new TreeSet<>();
    for (String sibling : siblings) {
      if (sibling.startsWith(name + ":")) {
        String code = read(devices.resolve(sibling), "bInterfaceClass");
        if (code != null) {
          classes.add(code.toLowerCase(Locale.ROOT));
        }
      }
    }
    return classes;
  }

  private static @Nullable String id(Path folder, String name) {
    String text = read(folder, name);
    String lower = text == null ? "" : text.toLowerCase(Locale.ROOT);
    return HEX4.matcher(lower).matches() ? lower : null;
  }

  /** Text that a device chose is shown to people: it is made harmless here. */
  private static @Nullable String read(Path folder, String name) {
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      var text = new String(in.readNBytes(MAX_ATTRIBUTE_BYTES), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? null : CONTROL.matcher(text).replaceAll("?");
    } catch (IOException vanished) {
      return null;
    }
  }

  private static List<String> list(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (names.size() < MAX_ENTRIES) {
          names.add(String.valueOf(entry.getFileName()));
        }
      }
    } catch (IOException | DirectoryIteratorException vanished) {
      return names;
    }
    return names;
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.config.Settings;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.gpio.GpioEndpoint;
import dev.kiosk.agent.device.transport.PrinterNodeEndpoint;
import dev.kiosk.agent.device.transport.SerialEndpoint;
import dev.kiosk.agent.device.transport.TcpEndpoint;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds devices that are configured at one place, for {@code config check}.
 *
 * <p>A TCP print port, a serial port, a printer node and a GPIO line are one device's own: whoever
 * talks there has it for himself meanwhile. SNMP, IPP and the USB bus answer many at once, so that
 * several devices of one host are as usual; there only the same question twice is worth a word.
 */
final class SharedPorts {

  private final ConfigReader.Held held;
  private final Path system;
  private final Map<String, Use> uses = new LinkedHashMap<>();

  private SharedPorts(ConfigReader.Held held, Path system) {
    this.held = held;
    this.system = system;
  }

  /**
   * Who is at a place.
   *
   * @param device its index
   * @param endpoint as it is configured
   */
  private record Use(int device, Settings table, String key, String driver, String endpoint) {}

  /**
   * Reports two devices at one port as a problem, and notes the rest.
   *
   * @param system where {@code /dev} is found
   */
  static void check(ConfigReader.Held held, Path system) {
    var ports = new SharedPorts(held, system);
    List<Settings> tables = held.root().tables("device");
    for (int i = 0; i < tables.size(); i++) {
      ports.device(i, tables.get(i));
    }
  }

  private void device(int index, Settings table) {
    List<DeviceConfig.Source> sources = held.config().devices().get(index).sources();
    List<Settings> further = table.tables("source");
    var drivers = new Drivers(Machine.of(system, Time.system()));
    for (int j = 0; j < sources.size(); j++) {
      DeviceConfig.Source source = sources.get(j);
      String key =
          "device[" + (index + 1) + "]" + (j == 0 ? "" : ".source[" + j + "]") + ".endpoint";
      var use =
          new Use(
              index,
              j == 0 ? table : further.get(j - 1),
              key,
              source.driver(),
              Secrets.mask(source.endpoint()));
      String canonical = drivers.create(source.driver(), source.endpoint()).endpoint();
      String port = port(canonical);
      String place = port == null ? source.driver() + " " + canonical : port;
      Use before = uses.putIfAbsent(place, use);
      if (before != null) {
        tell(before, use, port);
      }
    }
  }

  /** What an endpoint has for itself, by a name that is the same for all who mean it; or null. */
  private @Nullable String port(String canonical) {
    if (canonical.startsWith(TcpEndpoint.SCHEME)) {
      String lower = canonical.toLowerCase(Locale.ROOT);
      return lower.replaceFirst("//(127\\.0\\.0\\.1|\\[::1]):", "//localhost:");
    }
    if (canonical.startsWith(SerialEndpoint.SCHEME)) {
      return node(canonical.substring(SerialEndpoint.SCHEME.length()).replaceFirst("\\?.*", ""));
    }
    if (canonical.startsWith(PrinterNodeEndpoint.SCHEME)) {
      return node(canonical.substring(PrinterNodeEndpoint.SCHEME.length() - 1));
    }
    if (canonical.startsWith("gpio:")) {
      return "GPIO line " + GpioEndpoint.parse(canonical).pin();
    }
    return null;
  }

  /** Where a node really is: udev's names for it are links. */
  private String node(String path) {
    Path given = Path.of(path);
    Path node = given.startsWith(system) ? given : system.resolve(path.substring(1));
    try {
      Path real = node.toRealPath();
      Path below = system.toRealPath();
      return real.startsWith(below) ? "/" + below.relativize(real) : real.toString();
    } catch (IOException notPluggedIn) {
      return path;
    }
  }

  private void tell(Use before, Use use, @Nullable String port) {
    String other = before.key() + " (" + before.endpoint() + ")";
    boolean sameDevice = before.device() == use.device();
    String ids = "'" + id(before) + "' and '" + id(use) + "'";
    if (port != null && !sameDevice) {
      use.table()
          .problem(
              "endpoint",
              ("is the same port as %s: %s. One port holds one device, and %s would be told the"
                      + " state of the same one; correct one endpoint, or leave one device out")
                  .formatted(other, port, ids));
    } else if (!sameDevice) {
      use.table()
          .note(
              "endpoint",
              ("%s asks the same as %s: %s would be told the state of the same device; correct one"
                      + " endpoint (%s), or leave one device out")
                  .formatted(use.driver(), other, ids, advice(use.driver())));
    } else if (before.driver().equals(use.driver())) {
      use.table()
          .note("endpoint", "asks the same as %s, twice; leave one of them out".formatted(other));
    } else {
      use.table()
          .note(
              "endpoint",
              ("is the same port as %s: %s, asked by %s and by %s, which keeps it from the kiosk's"
                      + " application twice as long; leave one of them out")
                  .formatted(other, port, before.driver(), use.driver()));
    }
  }

  private static String advice(String driver) {
    return driver.equals("usb")
        ? "two of one model are told apart by serial number or port: kiosk-agent discover"
        : "each device has an address or queue of its own";
  }

  private String id(Use use) {
    return held.config().devices().get(use.device()).id();
  }
}

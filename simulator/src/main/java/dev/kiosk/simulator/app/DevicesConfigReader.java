package dev.kiosk.simulator.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.kiosk.simulator.app.driver.Driver;
import dev.kiosk.simulator.app.driver.Drivers;
import dev.kiosk.simulator.app.driver.OutletPlan;
import dev.kiosk.simulator.app.driver.Section;
import dev.kiosk.simulator.app.driver.UsbPlan;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.surface.UsbTree;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns TOML into a {@link DevicesConfig} and collects every mistake on the way. For one use. */
final class DevicesConfigReader {

  private static final Set<String> TOP = Set.of("sys_dir", "control", "device");
  private static final Set<String> CONTROL = Set.of("listen");
  private static final Set<String> DEVICE =
      Set.of("id", "kind", "driver", "manufacturer", "product", "serial");
  private static final Set<String> OUTLET = Set.of("driver");
  private static final String FURTHER = "outlet";
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final String file;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  DevicesConfigReader(String file) {
    this.file = file;
  }

  DevicesConfig read(String text) throws ConfigException {
    var root = new Section(tree(text), "", each -> problems.add(file + ": " + each));
    root.knownOnly(TOP);
    InetSocketAddress control = control(root.table("control"));
    List<DeviceConfig> devices = devices(root);
    Optional<String> sysDir = root.text("sys_dir");
    long onUsb =
        devices.stream()
            .flatMap(each -> each.outlets().stream())
            .filter(UsbPlan.class::isInstance)
            .count();
    if (onUsb > 0 && sysDir.isEmpty() && !root.has("sys_dir")) {
      root.problem("sys_dir", "is needed for the USB devices: a folder that plays /sys");
    }
    if (onUsb > UsbTree.PORTS) {
      root.problem(
          "device", "at most %d can have driver usb, not %d".formatted(UsbTree.PORTS, onUsb));
    }
    if (!problems.isEmpty() || control == null) {
      throw new ConfigException(problems);
    }
    return new DevicesConfig(control, sysDir.map(Path::of).orElse(null), devices);
  }

  private JsonNode tree(String text) throws ConfigException {
    try {
      return new TomlMapper().readTree(text);
    } catch (JsonProcessingException wrong) {
      JsonLocation at = wrong.getLocation();
      String where = at == null ? file : "%s, line %d".formatted(file, at.getLineNr());
      throw new ConfigException(
          List.of("%s: is not TOML: %s".formatted(where, wrong.getOriginalMessage())));
    }
  }

  private static @Nullable InetSocketAddress control(Section control) {
    control.knownOnly(CONTROL);
    InetSocketAddress address = control.address("listen", DevicesConfig.USUAL_CONTROL);
    if (address != null && !address.getAddress().isLoopbackAddress()) {
      control.problem(
          "listen",
          "must be a loopback address, was \"%s\"".formatted(control.text("listen").orElse("")));
    }
    return address;
  }

  private List<DeviceConfig> devices(Section root) {
    var devices = new ArrayList<DeviceConfig>();
    List<Section> sections = root.tables("device");
    if (sections.isEmpty()) {
      root.problem("device", "at least one [[device]] is needed");
    }
    for (Section section : sections) {
      DeviceConfig device = device(section);
      if (device != null) {
        devices.add(device);
      }
    }
    return devices;
  }

  private @Nullable DeviceConfig device(Section section) {
    String id = id(section);
    Driver driver = driver(section);
    if (driver == null) {
      return null;
    }
    section.knownOnly(union(DEVICE, driver.keys(), Set.of(FURTHER)));
    String kind = section.text("kind").orElse(driver.kinds().get(0));
    if (!driver.kinds().contains(kind)) {
      section.problem(
          "kind",
          "must be %s with driver %s, was \"%s\""
              .formatted(Section.alternatives(driver.kinds()), driver.name(), kind));
    }
    var outlets = new ArrayList<OutletPlan>();
    OutletPlan plan = driver.read(section);
    add(outlets, plan);
    Identity identity = identity(section, driver.usual(id, plan));
    for (Section further : section.tables(FURTHER)) {
      add(outlets, outlet(further, kind));
    }
    return outlets.isEmpty() ? null : new DeviceConfig(identity, kind, outlets);
  }

  /** Another way to meet the device, in a table of its own. */
  private static @Nullable OutletPlan outlet(Section section, String kind) {
    Driver driver = driver(section);
    if (driver == null) {
      return null;
    }
    section.knownOnly(union(OUTLET, driver.keys()));
    if (!driver.kinds().contains(kind)) {
      section.problem(
          "driver",
          "%s can show %s, not a %s"
              .formatted(driver.name(), Section.alternatives(driver.kinds()), kind));
    }
    return driver.read(section);
  }

  private static void add(List<OutletPlan> outlets, @Nullable OutletPlan outlet) {
    if (outlet != null) {
      outlets.add(outlet);
    }
  }

  private String id(Section section) {
    String id = section.text("id").orElse("");
    if (!id.matches(ID)) {
      section.problem(
          "id", "must be letters, digits, dot, hyphen or underscore, was \"" + id + '"');
    } else if (id.equalsIgnoreCase(HubCommand.NAME)) {
      section.problem("id", "\"hub\" is the word for the server in kiosk-simulator fault");
    } else if (!ids.add(id)) {
      section.problem("id", "\"%s\" is taken by a device above".formatted(id));
    }
    return id;
  }

  private static @Nullable Driver driver(Section section) {
    String name = section.text("driver").orElse("");
    Optional<Driver> driver = Drivers.named(name);
    if (driver.isEmpty()) {
      section.problem("driver", "must be %s, was \"%s\"".formatted(Drivers.names(), name));
    }
    return driver.orElse(null);
  }

  private static Identity identity(Section section, Identity usual) {
    return new Identity(
        usual.id(),
        section.text("manufacturer").orElse(usual.manufacturer()),
        section.text("product").orElse(usual.product()),
        section.text("serial").orElse(usual.serial()));
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... sets) {
    var all = new HashSet<String>();
    for (Set<String> each : sets) {
      all.addAll(each);
    }
    return all;
  }
}

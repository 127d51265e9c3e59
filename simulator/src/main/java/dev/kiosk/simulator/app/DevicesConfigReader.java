package dev.kiosk.simulator.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.kiosk.simulator.app.DevicesConfig.EscPos;
import dev.kiosk.simulator.app.DevicesConfig.SimulatedDeviceConfig;
import dev.kiosk.simulator.app.DevicesConfig.Usb;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.UsbIds;
import dev.kiosk.simulator.surface.UsbTree;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns TOML into a {@link DevicesConfig} and collects every mistake on the way. For one use. */
final class DevicesConfigReader {

  private static final Set<String> TOP = Set.of("sys_dir", "control", "device");
  private static final Set<String> CONTROL = Set.of("listen");
  private static final Set<String> COMMON =
      Set.of("id", "kind", "driver", "manufacturer", "product", "serial");
  private static final Set<String> ESCPOS = Set.of("listen", "second_client");
  private static final Set<String> USB = Set.of("usb");
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final String file;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  DevicesConfigReader(String file) {
    this.file = file;
  }

  DevicesConfig read(String text) throws ConfigException {
    JsonNode root = tree(text);
    knownOnly(root, "", TOP);
    InetSocketAddress control = control(root.path("control"));
    List<SimulatedDeviceConfig> devices = devices(root.path("device"));
    Optional<String> sysDir = text(root, "", "sys_dir");
    long onUsb = devices.stream().filter(Usb.class::isInstance).count();
    if (onUsb > 0 && sysDir.isEmpty() && !root.has("sys_dir")) {
      problem("sys_dir", "is needed for the USB devices: a folder that plays /sys");
    }
    if (onUsb > UsbTree.PORTS) {
      problem("device", "at most %d can have driver usb, not %d".formatted(UsbTree.PORTS, onUsb));
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

  private @Nullable InetSocketAddress control(JsonNode control) {
    knownOnly(control, "control.", CONTROL);
    String written = text(control, "control.", "listen").orElse(DevicesConfig.USUAL_CONTROL);
    InetSocketAddress address = address("control.listen", written);
    if (address != null && !address.getAddress().isLoopbackAddress()) {
      problem("control.listen", "must be a loopback address, was \"%s\"".formatted(written));
    }
    return address;
  }

  private List<SimulatedDeviceConfig> devices(JsonNode list) {
    var devices = new ArrayList<SimulatedDeviceConfig>();
    if (!list.isArray() || list.isEmpty()) {
      problem("device", "at least one [[device]] is needed");
      return devices;
    }
    for (int i = 0; i < list.size(); i++) {
      SimulatedDeviceConfig device = device(list.get(i), "device[%d].".formatted(i + 1));
      if (device != null) {
        devices.add(device);
      }
    }
    return devices;
  }

  private @Nullable SimulatedDeviceConfig device(JsonNode node, String at) {
    String id = text(node, at, "id").orElse("");
    if (!id.matches(ID)) {
      problem(at + "id", "must be letters, digits, dot, hyphen or underscore, was \"" + id + '"');
    } else if (id.equalsIgnoreCase(HubCommand.NAME)) {
      problem(at + "id", "\"hub\" is the word for the server in kiosk-simulator fault");
    } else if (!ids.add(id)) {
      problem(at + "id", "\"%s\" is taken by a device above".formatted(id));
    }
    String driver = text(node, at, "driver").orElse("");
    switch (driver) {
      case "escpos" -> {
        return escpos(node, at, id);
      }
      case "usb" -> {
        return usb(node, at, id);
      }
      default -> {
        problem(at + "driver", "must be \"escpos\" or \"usb\", was \"%s\"".formatted(driver));
        return null;
      }
    }
  }

  private @Nullable EscPos escpos(JsonNode node, String at, String id) {
    knownOnly(node, at, union(COMMON, ESCPOS));
    kind(node, at, "printer", "escpos");
    String written = text(node, at, "listen").orElse("127.0.0.1:9100");
    InetSocketAddress listen = address(at + "listen", written);
    String second = text(node, at, "second_client").orElse("silent");
    if (!second.equals("silent") && !second.equals("refused")) {
      problem(at + "second_client", "must be \"silent\" or \"refused\", was \"" + second + '"');
    }
    SecondClient secondClient =
        second.equals("refused") ? SecondClient.REFUSED : SecondClient.SILENT;
    Identity identity = identity(node, at, new Identity(id, "EPSON", "TM-T88V", "SIM00001"));
    return listen == null ? null : new EscPos(identity, listen, secondClient);
  }

  private @Nullable Usb usb(JsonNode node, String at, String id) {
    knownOnly(node, at, union(COMMON, USB));
    kind(node, at, "scanner", "usb");
    String written = text(node, at, "usb").orElse("");
    Optional<UsbIds> ids = UsbIds.parse(written);
    if (ids.isEmpty()) {
      problem(
          at + "usb", "must be vendor:product, for instance \"05e0:1900\", was \"" + written + '"');
    }
    Identity identity =
        identity(node, at, new Identity(id, "Symbol Technologies", "Bar Code Scanner", ""));
    return ids.map(found -> new Usb(identity, found)).orElse(null);
  }

  private Identity identity(JsonNode node, String at, Identity usual) {
    return new Identity(
        usual.id(),
        text(node, at, "manufacturer").orElse(usual.manufacturer()),
        text(node, at, "product").orElse(usual.product()),
        text(node, at, "serial").orElse(usual.serial()));
  }

  private void kind(JsonNode node, String at, String expected, String driver) {
    String kind = text(node, at, "kind").orElse(expected);
    if (!kind.equals(expected)) {
      problem(
          at + "kind",
          "must be \"%s\" with driver %s, was \"%s\"".formatted(expected, driver, kind));
    }
  }

  private Optional<String> text(JsonNode node, String at, String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      problem(at + key, "must be text in quotes, was " + value);
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  private @Nullable InetSocketAddress address(String key, String written) {
    int colon = written.lastIndexOf(':');
    String host = colon < 0 ? "" : written.substring(0, colon);
    String port = written.substring(colon + 1);
    if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      problem(key, "must be ADDRESS:PORT, for instance \"127.0.0.1:9100\", was \"" + written + '"');
      return null;
    }
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      return new InetSocketAddress(addresses[0], Integer.parseInt(port));
    } catch (UnknownHostException unknown) {
      problem(key, "no address is known for \"%s\"".formatted(host));
      return null;
    }
  }

  private void knownOnly(JsonNode node, String at, Set<String> known) {
    for (var key : node.properties()) {
      if (!known.contains(key.getKey())) {
        problem(
            at + key.getKey(),
            "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    var both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  private void problem(String key, String sentence) {
    problems.add("%s: %s %s".formatted(file, key, sentence));
  }
}

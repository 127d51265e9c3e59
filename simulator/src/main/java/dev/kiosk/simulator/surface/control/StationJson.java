package dev.kiosk.simulator.surface.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.Station;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Devices as the control interface tells them. */
final class StationJson {

  private final ObjectMapper json = new ObjectMapper();

  ArrayNode list(Collection<Station> all) {
    ArrayNode list = json.createArrayNode();
    all.forEach(station -> list.add(describe(station)));
    return list;
  }

  ObjectNode describe(Station station) {
    SimulatedDevice device = station.device();
    Identity identity = device.identity();
    ObjectNode node = json.createObjectNode();
    node.put("id", device.id());
    node.put("kind", device.kind());
    node.put("manufacturer", identity.manufacturer());
    node.put("product", identity.product());
    node.put("serial", identity.serial());
    node.put("driver", station.driver());
    node.put("endpoint", station.endpoint());
    ArrayNode conditions = node.putArray("conditions");
    device.conditions().forEach(each -> conditions.add(each.name()));
    node.put("network", wireName(station.network()));
    node.put("words", station.words());
    ArrayNode possible = node.putArray("possible");
    device.possible().stream().map(DeviceCondition::name).forEach(possible::add);
    ArrayNode choices = node.putArray("choices");
    device.possible().forEach(each -> describe(each, choices.addObject()));
    ArrayNode outlets = node.putArray("outlets");
    station.outlets().forEach(each -> describe(each, outlets.addObject()));
    node.put("toml", toml(station));
    return node;
  }

  private static void describe(DeviceCondition condition, ObjectNode node) {
    node.put("name", condition.name());
    node.put("label", condition.friendlyName());
    node.put("words", condition.words());
    node.put("fault", condition.isFault());
  }

  private static void describe(Outlet outlet, ObjectNode node) {
    NetworkFault network = outlet.network();
    node.put("driver", outlet.driver());
    node.put("endpoint", outlet.endpoint());
    node.put("network", wireName(network));
    if (network != null && network.mode().takesAmount()) {
      node.put("amount", network.amount());
    }
    ArrayNode faults = node.putArray("faults");
    for (NetworkFault.Mode mode : outlet.faults()) {
      NetworkFault usual = NetworkFault.of(mode.wireName(), null);
      ObjectNode fault =
          faults.addObject().put("name", mode.wireName()).put("words", usual.words());
      if (mode.takesAmount()) {
        fault.put("amount", usual.amount());
      }
    }
  }

  private static @Nullable String wireName(@Nullable NetworkFault fault) {
    return fault == null ? null : fault.mode().wireName();
  }

  /** What an agent's configuration says to watch that device in all its ways. */
  private static String toml(Station station) {
    var text =
        new StringBuilder(
            "[[device]]\nid = \"%s\"\nkind = \"%s\"\n"
                .formatted(station.device().id(), station.device().kind()));
    boolean first = true;
    for (Outlet outlet : station.outlets()) {
      if (!first) {
        text.append("[[device.source]]\n");
      }
      text.append(
          "driver = \"%s\"\nendpoint = \"%s\"\n".formatted(outlet.driver(), outlet.endpoint()));
      first = false;
    }
    if (station.outlets().stream().anyMatch(each -> each.driver().equals("usb"))) {
      text.append(
          "# with kiosk-agent run --root DIR, where DIR/sys is the sys_dir of the simulator\n");
    }
    return text.toString();
  }
}

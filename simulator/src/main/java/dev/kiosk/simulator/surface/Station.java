package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A device and how it meets the world.
 *
 * @param device its behaviour
 * @param driver the agent's driver that can ask it, for instance {@code escpos}
 * @param endpoint where, as an agent's configuration names it
 * @param server its place on the network; null for a device that has none
 */
public record Station(
    SimulatedDevice device, String driver, String endpoint, @Nullable EscPosServer server) {

  /** What now holds, as one sentence for people. */
  public String words() {
    String conditions =
        device.conditions().stream().map(DeviceCondition::words).collect(Collectors.joining(", "));
    String state = device.id() + " " + (conditions.isEmpty() ? "is well" : conditions);
    return server == null
        ? state + "."
        : "%s; its network %s.".formatted(state, server.network().words());
  }
}

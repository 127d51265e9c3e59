package dev.kiosk.simulator.app;

import dev.kiosk.simulator.app.driver.OutletPlan;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.device.SimulatedScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One simulated device, as configured.
 *
 * @param identity who it says it is
 * @param kind {@code printer} or {@code scanner}
 * @param outlets how it meets the world; at least one
 */
public record DeviceConfig(Identity identity, String kind, List<OutletPlan> outlets) {

  /** Copies the list. */
  public DeviceConfig {
    outlets = List.copyOf(outlets);
  }

  /** A printer with one outlet. */
  static DeviceConfig printer(Identity identity, OutletPlan outlet) {
    return new DeviceConfig(identity, "printer", List.of(outlet));
  }

  /** A scanner with one outlet. */
  static DeviceConfig scanner(Identity identity, OutletPlan outlet) {
    return new DeviceConfig(identity, "scanner", List.of(outlet));
  }

  /** The device, well, able to have every condition that one of its outlets shows. */
  SimulatedDevice device() {
    Set<DeviceCondition> possible = new HashSet<>();
    outlets.forEach(each -> possible.addAll(each.shows()));
    return kind.equals("scanner")
        ? new SimulatedScanner(identity, possible)
        : new SimulatedPrinter(identity, possible);
  }
}

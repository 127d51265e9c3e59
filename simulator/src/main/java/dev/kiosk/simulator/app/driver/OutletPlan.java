package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.surface.Outlet;
import java.io.IOException;
import java.util.Set;

/** One outlet of a device, as configured. */
public interface OutletPlan {

  /** The driver's name. */
  String driver();

  /** The conditions that it can show. A device can have those of all its outlets. */
  Set<DeviceCondition> shows();

  /**
   * Opens it.
   *
   * @param device of a kind that the driver can show
   * @throws IOException if it cannot be opened; the message names the device and the place
   */
  Outlet open(SimulatedDevice device, Surroundings surroundings) throws IOException;
}

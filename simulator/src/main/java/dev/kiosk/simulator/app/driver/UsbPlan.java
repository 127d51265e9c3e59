package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.UsbPlug;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.UsbIds;
import dev.kiosk.simulator.surface.UsbOutlet;
import java.util.Set;

/** A device on the USB bus. */
public record UsbPlan(UsbIds ids) implements OutletPlan {

  @Override
  public String driver() {
    return UsbDriver.NAME;
  }

  @Override
  public Set<DeviceCondition> shows() {
    return UsbPlug.SHOWS;
  }

  @Override
  public Outlet open(SimulatedDevice device, Surroundings surroundings) {
    surroundings.usb().plug(device, ids);
    return new UsbOutlet(device.identity(), ids);
  }
}

package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.UsbPlug;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.UsbFace;
import dev.kiosk.simulator.surface.UsbIds;
import dev.kiosk.simulator.surface.UsbInterface;
import dev.kiosk.simulator.surface.UsbOutlet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device on the USB bus.
 *
 * @param face its interface; null for that of its kind
 */
public record UsbPlan(UsbIds ids, @Nullable UsbInterface face) implements OutletPlan {

  /** A device with the interface of its kind. */
  public UsbPlan(UsbIds ids) {
    this(ids, null);
  }

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
    surroundings.usb().plug(device, UsbFace.of(device, ids, face));
    return new UsbOutlet(device.identity(), ids);
  }
}

package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.Identity;

/**
 * A device's place on the simulated USB bus. The bus itself is a {@link UsbTree}, which belongs to
 * all devices on it and shows them by itself.
 *
 * @param identity who the device says it is
 */
public record UsbOutlet(Identity identity, UsbIds ids) implements Outlet {

  @Override
  public String driver() {
    return "usb";
  }

  @Override
  public String endpoint() {
    return identity.serial().isEmpty()
        ? "usb:" + ids
        : "usb:%s:%s".formatted(ids, identity.serial());
  }

  /** Nothing to do: the device leaves with its bus. */
  @Override
  public void close() {}
}

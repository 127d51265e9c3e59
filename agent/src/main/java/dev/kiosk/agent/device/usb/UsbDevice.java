package dev.kiosk.agent.device.usb;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A USB device as sysfs shows it (Linux, Documentation/ABI/stable/sysfs-bus-usb and
 * testing/sysfs-bus-usb).
 *
 * @param port the kernel's name of the port, for instance {@code 1-1.2}: bus 1, port 1 of the root
 *     hub, port 2 of the hub there
 * @param vendorId four lower-case hexadecimal digits
 * @param productId the same
 * @param manufacturer what the device calls its maker, if it does
 * @param product what the device calls itself, if it does
 * @param serial its serial number, if it has one
 * @param address the number that the kernel gave at the last enumeration, or null when unreadable
 * @param authorized false when a policy of this machine keeps it from being used
 * @param interfaceClasses the classes of its interfaces, two lower-case hexadecimal digits each
 * @param connectedMillis how long it has been connected, or null when unreadable
 * @param urbs how many requests went over the bus to it since then, or null when unreadable
 * @param deviceId what it says of itself as a printer, or null when it is none
 */
public record UsbDevice(
    String port,
    String vendorId,
    String productId,
    @Nullable String manufacturer,
    @Nullable String product,
    @Nullable String serial,
    @Nullable String address,
    boolean authorized,
    Set<String> interfaceClasses,
    @Nullable Long connectedMillis,
    @Nullable Long urbs,
    @Nullable DeviceId deviceId) {

  /** Copies the set. */
  public UsbDevice {
    interfaceClasses = Set.copyOf(interfaceClasses);
  }

  /**
   * Maker and product in one text, or null when the device tells neither. A printer's own id comes
   * first: its USB texts often name the interface only.
   */
  public @Nullable String model() {
    if (deviceId != null && deviceId.name() != null) {
      return deviceId.name();
    }
    if (product == null) {
      return manufacturer;
    }
    return manufacturer == null || product.startsWith(manufacturer)
        ? product
        : manufacturer + " " + product;
  }

  /** Its serial number, from its printer's id when its USB texts have none, or null. */
  public @Nullable String serialOrId() {
    return serial != null || deviceId == null ? serial : deviceId.serial();
  }
}

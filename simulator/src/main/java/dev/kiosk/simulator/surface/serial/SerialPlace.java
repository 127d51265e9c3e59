package dev.kiosk.simulator.surface.serial;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedDevice;
import java.nio.file.Path;

/**
 * Where a device is found among the serial ports.
 *
 * @param device which one it is
 * @param driver the agent's driver that can ask there
 * @param link the name that leads to its port
 */
public record SerialPlace(SimulatedDevice device, String driver, Path link) {

  /**
   * The name that udev gives to the serial port of a USB device (its rules in 60-serial.rules):
   * maker, product and serial number, other characters than a few made underscores.
   *
   * @param dev what plays {@code /dev}
   */
  public static SerialPlace byId(Path dev, String driver, SimulatedDevice device) {
    Identity identity = device.identity();
    String name = "usb-" + part(identity.manufacturer()) + "_" + part(identity.product());
    String serial = identity.serial().isEmpty() ? "" : "_" + part(identity.serial());
    return new SerialPlace(device, driver, dev.resolve("serial/by-id/" + name + serial + "-if00"));
  }

  private static String part(String text) {
    return text.strip().replaceAll("[^A-Za-z0-9#+.:=@_-]", "_");
  }
}

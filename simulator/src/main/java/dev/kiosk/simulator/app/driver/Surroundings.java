package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.surface.Traffic;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What an outlet is given to live in.
 *
 * @param nowMillis a monotonic clock in milliseconds
 * @param happenings told of every change
 * @param traffics by driver, who is shown each byte
 * @param usb the bus that all USB devices share
 */
public record Surroundings(
    LongSupplier nowMillis, Happenings happenings, Function<String, Traffic> traffics, UsbBus usb) {

  /** Who is shown each byte of an outlet of that driver. */
  public Traffic traffic(String driver) {
    return traffics.apply(driver);
  }
}

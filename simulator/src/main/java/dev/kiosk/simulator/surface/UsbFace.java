package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedPrinter;
import org.jspecify.annotations.Nullable;

/**
 * What a bus sees of a device beside its texts.
 *
 * @param ids its two numbers
 * @param usual its interface while it is in the right mode
 */
public record UsbFace(UsbIds ids, UsbInterface usual) {

  /**
   * The face of a device.
   *
   * @param chosen its interface; null for that of its kind: a printer's, or a keyboard's
   */
  public static UsbFace of(SimulatedDevice device, UsbIds ids, @Nullable UsbInterface chosen) {
    if (chosen != null) {
      return new UsbFace(ids, chosen);
    }
    boolean printer = device instanceof SimulatedPrinter;
    return new UsbFace(ids, printer ? UsbInterface.PRINTER : UsbInterface.HID);
  }
}

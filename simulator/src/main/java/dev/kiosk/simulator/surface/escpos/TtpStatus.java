package dev.kiosk.simulator.surface.escpos;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The status of a Zebra TTP kiosk printer at one moment (TTP 2000 and 7030 technical manuals:
 * status enquiries ESC ENQ 1 and 2, which are answered at once).
 *
 * <pre>
 * ESC ENQ 1   06 no fault, or 15 and one code: the lowest that holds
 * ESC ENQ 2   01 paper near end, 00 enough
 * </pre>
 */
final class TtpStatus {

  static final Set<DeviceCondition> SHOWS =
      Set.of(
          DeviceCondition.MEDIA_NOT_TAKEN,
          DeviceCondition.MEDIA_JAM,
          DeviceCondition.MEDIA_FEED_FAULT,
          DeviceCondition.CONFIG_FAULT,
          DeviceCondition.DEVICE_PAUSED);

  private static final byte ACK = 0x06;
  private static final byte NAK = 0x15;

  private final Set<DeviceCondition> conditions;

  TtpStatus(SimulatedPrinter printer) {
    this.conditions = printer.conditions();
  }

  /** The answer to ESC ENQ 1. */
  byte[] fault() {
    return codes().entrySet().stream()
        .filter(each -> conditions.contains(each.getKey()))
        .findFirst()
        .map(each -> new byte[] {NAK, each.getValue().byteValue()})
        .orElseGet(() -> new byte[] {ACK});
  }

  /** The answer to ESC ENQ 2. A roll that has ended does not cover the sensor either. */
  byte[] nearEnd() {
    boolean low =
        conditions.contains(DeviceCondition.MEDIA_LOW)
            || conditions.contains(DeviceCondition.MEDIA_OUT);
    return new byte[] {(byte) (low ? 1 : 0)};
  }

  /** In rising order of the codes. */
  private static Map<DeviceCondition, Integer> codes() {
    Map<DeviceCondition, Integer> codes = new LinkedHashMap<>();
    codes.put(DeviceCondition.MEDIA_NOT_TAKEN, 0x01); // paper left in the presenter
    codes.put(DeviceCondition.CUTTER_FAULT, 0x02); // cutter jammed
    codes.put(DeviceCondition.MEDIA_OUT, 0x03); // out of paper
    codes.put(DeviceCondition.COVER_OPEN, 0x04); // print head lifted
    codes.put(DeviceCondition.MEDIA_FEED_FAULT, 0x05); // no paper at the presenter after 10 cm
    codes.put(DeviceCondition.OVER_TEMPERATURE, 0x06); // print head too hot
    codes.put(DeviceCondition.HARDWARE_FAULT, 0x07); // presenter not running
    codes.put(DeviceCondition.MEDIA_JAM, 0x08); // jam while retracting
    codes.put(DeviceCondition.CONFIG_FAULT, 0x0F); // no firmware
    codes.put(DeviceCondition.DEVICE_PAUSED, 0x11); // paused
    codes.put(DeviceCondition.RECOVERABLE_FAULT, 0xFF); // undefined, ends with a reset
    return codes;
  }
}

package dev.kiosk.simulator.surface.escpos;

import static dev.kiosk.simulator.device.DeviceCondition.COVER_OPEN;
import static dev.kiosk.simulator.device.DeviceCondition.CUTTER_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.DRAWER_PIN_HIGH;
import static dev.kiosk.simulator.device.DeviceCondition.FEED_BUTTON;
import static dev.kiosk.simulator.device.DeviceCondition.HARDWARE_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_FEED_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_JAM;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_LOW;
import static dev.kiosk.simulator.device.DeviceCondition.MEDIA_OUT;
import static dev.kiosk.simulator.device.DeviceCondition.OVER_TEMPERATURE;
import static dev.kiosk.simulator.device.DeviceCondition.RECOVERABLE_FAULT;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.util.Set;

/**
 * The status bytes of an ESC/POS printer at one moment (Epson ESC/POS Command Reference: DLE EOT,
 * GS a, GS r).
 *
 * <pre>
 * DLE EOT   every answer: b7=0 b4=1 b1=1 b0=0
 *   1       b2 drawer pin 3 high   b3 offline
 *   2       b2 cover open          b3 fed by button   b5 stopped by paper end   b6 error
 *   3       b2 recoverable         b3 cutter          b5 unrecoverable          b6 auto-recoverable
 *   4       b2,b3 near end         b5,b6 paper end
 * ASB       4 bytes
 *   1       b7=0 b4=1 b1=0 b0=0    b2 drawer   b3 offline   b5 cover open   b6 fed by button
 *   2       b2 recoverable         b3 cutter   b5 unrecoverable             b6 auto-recoverable
 *   3       b0,b1 near end         b2,b3 paper end
 *   4       0
 * </pre>
 */
final class EscPosStatus {

  private static final int REAL_TIME_FIXED = 0x12;
  private static final int ASB_FIXED = 0x10;

  private final Set<DeviceCondition> conditions;
  private final boolean offline;

  EscPosStatus(SimulatedPrinter printer) {
    this.conditions = printer.conditions();
    this.offline = printer.offline();
  }

  /**
   * The answer to DLE EOT n.
   *
   * @param n 1 to 4
   */
  byte realTime(int n) {
    int bits =
        switch (n) {
          case 1 -> bit(DRAWER_PIN_HIGH, 0x04) | (offline ? 0x08 : 0);
          case 2 ->
              bit(COVER_OPEN, 0x04)
                  | bit(FEED_BUTTON, 0x08)
                  | bit(MEDIA_OUT, 0x20)
                  | (errors() != 0 ? 0x40 : 0);
          case 3 -> errors();
          case 4 -> (nearEnd() ? 0x0C : 0) | bit(MEDIA_OUT, 0x60);
          default -> throw new IllegalArgumentException("DLE EOT 1 to 4 have answers, not " + n);
        };
    return (byte) (REAL_TIME_FIXED | bits);
  }

  /** The automatic status back: 4 bytes. */
  byte[] automatic() {
    int first =
        ASB_FIXED
            | bit(DRAWER_PIN_HIGH, 0x04)
            | (offline ? 0x08 : 0)
            | bit(COVER_OPEN, 0x20)
            | bit(FEED_BUTTON, 0x40);
    return new byte[] {(byte) first, (byte) errors(), paper(), 0};
  }

  /** The answer to GS r 1, and the third byte of the automatic status. */
  byte paper() {
    return (byte) ((nearEnd() ? 0x03 : 0) | bit(MEDIA_OUT, 0x0C));
  }

  /** The answer to GS r 2. */
  byte drawer() {
    return (byte) bit(DRAWER_PIN_HIGH, 0x01);
  }

  private int errors() {
    return bit(RECOVERABLE_FAULT, 0x04)
        | bit(MEDIA_JAM, 0x04)
        | bit(MEDIA_FEED_FAULT, 0x04)
        | bit(CUTTER_FAULT, 0x08)
        | bit(HARDWARE_FAULT, 0x20)
        | bit(OVER_TEMPERATURE, 0x40);
  }

  /** A roll that has ended does not cover the near-end sensor either. */
  private boolean nearEnd() {
    return conditions.contains(MEDIA_LOW) || conditions.contains(MEDIA_OUT);
  }

  private int bit(DeviceCondition condition, int bits) {
    return conditions.contains(condition) ? bits : 0;
  }
}

package dev.kiosk.simulator.surface.escpos;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * The full status of a Custom printer at one moment (command manuals of the KPM and VKP80 series:
 * DLE EOT 20, GS E0, GS E1).
 *
 * <pre>
 * DLE EOT 20   10 0F P U R X
 *   P   b0 no paper    b2 near end      b5 ticket in output
 *   U   b0 head up     b1 cover open    b5 LF key
 *   R   b0 head hot    b3 voltage       b6 jam            b7 notch not found
 *   X   b0 cutter      b3 EEPROM
 * GS E0 mask   10 mask, then P, U, R, X as bits 0 to 3 of the mask say; again at each change
 * GS E1        paper left, as text: 510cm
 * </pre>
 */
final class CustomStatus {

  static final Set<DeviceCondition> SHOWS =
      Set.of(
          DeviceCondition.MEDIA_NOT_TAKEN,
          DeviceCondition.MEDIA_JAM,
          DeviceCondition.MEDIA_FEED_FAULT,
          DeviceCondition.POWER_FAULT,
          DeviceCondition.CONFIG_FAULT);

  /** All four bytes. */
  static final int ALL = 0x0F;

  private static final byte HEADER = 0x10;

  private final Set<DeviceCondition> conditions;

  CustomStatus(SimulatedPrinter printer) {
    this.conditions = printer.conditions();
  }

  /**
   * A status frame.
   *
   * @param mask which bytes it has, by bits 0 to 3; others are ignored
   */
  byte[] frame(int mask) {
    byte[] all = {paper(), user(), recoverable(), unrecoverable()};
    var frame = new byte[2 + all.length];
    frame[0] = HEADER;
    frame[1] = (byte) (mask & ALL);
    int length = 2;
    for (int i = 0; i < all.length; i++) {
      if ((mask >> i & 1) != 0) {
        frame[length++] = all[i];
      }
    }
    return Arrays.copyOf(frame, length);
  }

  /** How much paper is left, as a printer with a roll of average size says it. */
  byte[] paperLeft() {
    String centimetres = "5100cm";
    if (conditions.contains(DeviceCondition.MEDIA_OUT)) {
      centimetres = "0cm";
    } else if (conditions.contains(DeviceCondition.MEDIA_LOW)) {
      centimetres = "510cm";
    }
    return centimetres.getBytes(StandardCharsets.US_ASCII);
  }

  /** A roll that has ended does not cover the near-end sensor either. */
  private byte paper() {
    boolean out = conditions.contains(DeviceCondition.MEDIA_OUT);
    return (byte)
        (bit(DeviceCondition.MEDIA_OUT, 0x01)
            | (out ? 0x04 : bit(DeviceCondition.MEDIA_LOW, 0x04))
            | bit(DeviceCondition.MEDIA_NOT_TAKEN, 0x20));
  }

  /** The head sits in the cover. */
  private byte user() {
    return (byte) (bit(DeviceCondition.COVER_OPEN, 0x03) | bit(DeviceCondition.FEED_BUTTON, 0x20));
  }

  private byte recoverable() {
    return (byte)
        (bit(DeviceCondition.OVER_TEMPERATURE, 0x01)
            | bit(DeviceCondition.POWER_FAULT, 0x08)
            | bit(DeviceCondition.MEDIA_JAM, 0x40)
            | bit(DeviceCondition.MEDIA_FEED_FAULT, 0x80));
  }

  private byte unrecoverable() {
    return (byte)
        (bit(DeviceCondition.CUTTER_FAULT, 0x01) | bit(DeviceCondition.CONFIG_FAULT, 0x08));
  }

  private int bit(DeviceCondition condition, int bits) {
    return conditions.contains(condition) ? bits : 0;
  }
}

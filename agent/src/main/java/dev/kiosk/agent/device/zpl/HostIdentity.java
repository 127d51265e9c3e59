package dev.kiosk.agent.device.zpl;

import java.util.regex.Pattern;

/**
 * The answer to ~HI (Zebra ZPL II Programming Guide, ~HI): model, firmware, dots per millimetre,
 * memory and, on newer printers, more.
 *
 * @param model for instance {@code ZT410-200dpi}
 * @param firmware for instance {@code V75.19.15Z}
 */
record HostIdentity(String model, String firmware) {

  private static final int FIELDS = 4;
  private static final Pattern NAME = Pattern.compile("[!-~](?:[ -~]{0,62}[!-~])?");

  /**
   * Reads the frame, without its 02 and 03.
   *
   * @throws ZplException when it does not have this form
   */
  static HostIdentity parse(String frame) throws ZplException {
    String[] fields = frame.split(",", -1);
    if (fields.length < FIELDS) {
      throw new ZplException("the answer to ~HI has " + fields.length + " fields, not " + FIELDS);
    }
    String model = fields[0].strip();
    String firmware = fields[1].strip();
    if (!NAME.matcher(model).matches() || !NAME.matcher(firmware).matches()) {
      throw new ZplException("the answer to ~HI names no model and firmware");
    }
    return new HostIdentity(model, firmware);
  }

  /**
   * Whether printers of this sort have a sensor for the end of the roll: those with a presenter,
   * KR403 and the TTP family.
   */
  boolean looksAtTheRollsEnd() {
    return model.startsWith("KR") || model.startsWith("TTP");
  }
}

package dev.kiosk.agent.device.zpl;

/** Answers of real printers, and the form of those that were never recorded. */
final class Vectors {

  /** A ZT410 without labels and ribbon, which therefore paused. */
  static final String ZT410_FIRST = "030,1,1,1225,000,0,0,0,000,0,0,0";

  static final String ZT410_SECOND = "001,0,0,1,1,2,6,0,00000000,1,000";
  static final String THIRD = "1234,0";

  /** The same printer at the same moment. */
  static final String ZT410_ERRORS = errors("1 00000000 00010003", "0 00000000 00000000");

  /** A ZE500 with its head open. */
  static final String ZE500_ERRORS = errors("1 00000000 00000004", "0 00000000 00000000");

  static final String WELL_FIRST = "030,0,0,1225,000,0,0,0,000,0,0,0";
  static final String WELL_SECOND = "001,0,0,0,1,2,6,0,00000000,1,000";
  static final String WELL_ERRORS = errors("0 00000000 00000000", "0 00000000 00000000");

  static final String IDENTITY = frame("ZT410-200dpi,V75.19.15Z,8,4096KB");

  private Vectors() {}

  static String frame(String text) {
    return "\u0002" + text + "\u0003\r\n";
  }

  /** The answer to ~HS of these frames. */
  static String host(String first, String second) {
    return frame(first) + frame(second) + frame(THIRD);
  }

  /** The answer to ~HQES, lines padded as printers pad them. */
  static String errors(String errors, String warnings) {
    return "\u0002\r\n\r\n  PRINTER STATUS                            \r\n   ERRORS:         "
        + errors
        + "      \r\n   WARNINGS:       "
        + warnings
        + "      \r\n\u0003";
  }

  /** An answer without 02, 03 and what follows. */
  static String inner(String frame) {
    return frame.substring(1, frame.indexOf('\u0003'));
  }
}

package dev.kiosk.agent.device.ipp;

/** The tags of groups and values that this driver gives a meaning (RFC 8010, section 3.5). */
final class Tag {

  static final int OPERATION_GROUP = 0x01;
  static final int END = 0x03;
  static final int PRINTER_GROUP = 0x04;
  static final int LAST_DELIMITER = 0x0F;

  static final int FIRST_OUT_OF_BAND = 0x10;
  static final int LAST_OUT_OF_BAND = 0x1F;

  static final int INTEGER = 0x21;
  static final int BOOLEAN = 0x22;
  static final int ENUM = 0x23;
  static final int OCTETS = 0x30;
  static final int DATE_TIME = 0x31;
  static final int RESOLUTION = 0x32;
  static final int RANGE = 0x33;
  static final int COLLECTION = 0x34;
  static final int TEXT_WITH_LANGUAGE = 0x35;
  static final int NAME_WITH_LANGUAGE = 0x36;
  static final int END_COLLECTION = 0x37;
  static final int TEXT = 0x41;
  static final int NAME = 0x42;
  static final int KEYWORD = 0x44;
  static final int URI = 0x45;
  static final int CHARSET = 0x47;
  static final int LANGUAGE = 0x48;
  static final int MEMBER_NAME = 0x4A;

  private Tag() {}

  /** Whether values of that tag are characters. */
  static boolean isText(int tag) {
    return tag >= 0x40 && tag <= 0x49;
  }
}

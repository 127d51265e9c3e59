package dev.kiosk.simulator.surface.ipp;

/** What became of a request (RFC 8011, appendix B). */
enum Status {
  OK(0x0000),
  BAD_REQUEST(0x0400),
  NOT_POSSIBLE(0x0404),
  NOT_FOUND(0x0406),
  FORMAT_NOT_SUPPORTED(0x040A),
  CHARSET_NOT_SUPPORTED(0x040D),
  COMPRESSION_NOT_SUPPORTED(0x040F),
  OPERATION_NOT_SUPPORTED(0x0501),
  VERSION_NOT_SUPPORTED(0x0503),
  BUSY(0x0507),
  MULTIPLE_DOCUMENTS_NOT_SUPPORTED(0x0509);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}

package dev.kiosk.simulator.hub;

/** How long a text is in UTF-8, without making the bytes. */
final class Utf8 {

  private Utf8() {}

  /** The number of bytes (RFC 3629, 3); half a character counts as the one byte of a "?". */
  static long length(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800 && !Character.isSurrogate(c)) {
        bytes += 2;
      } else if (c >= 0x80) {
        bytes++; // each half of a pair is two of its four bytes
      }
    }
    return bytes;
  }
}

package dev.kiosk.agent.wire;

/** Makes text from outside fit for a frame. */
final class Text {

  private static final int REPLACEMENT = 0xFFFD;
  private static final char ELLIPSIS = '…';

  private Text() {}

  /**
   * The same text, at most {@code maxChars} UTF-16 units long and with U+FFFD in place of each
   * unpaired surrogate, which UTF-8 cannot carry. What was cut shows as a closing "…".
   */
  static String bounded(String text, int maxChars) {
    boolean fits = text.length() <= maxChars;
    if (fits && wellFormed(text)) {
      return text;
    }
    int end = fits ? text.length() : maxChars - 1;
    StringBuilder out = new StringBuilder(maxChars);
    int at = 0;
    while (at < end) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (at <= end) { // else a pair straddles the end and is left out whole
        out.appendCodePoint(isSurrogate(point) ? REPLACEMENT : point);
      }
    }
    return fits ? out.toString() : out.append(ELLIPSIS).toString();
  }

  /** Whether every surrogate has its partner. */
  static boolean wellFormed(String text) {
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      if (isSurrogate(point)) {
        return false;
      }
      at += Character.charCount(point);
    }
    return true;
  }

  /** How many bytes the text takes in UTF-8; an unpaired surrogate counts as its replacement. */
  static long utf8Length(String text) {
    long length = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += Character.charCount(point);
    }
    return length;
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}

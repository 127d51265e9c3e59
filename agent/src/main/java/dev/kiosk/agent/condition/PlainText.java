package dev.kiosk.agent.condition;

/** Text from outside made fit for people: bounded, and nothing that moves a cursor. */
public final class PlainText {

  private static final int LONGEST = 160;

  private PlainText() {}

  /** The text, cut off at 160 characters, with a question mark for what is no character. */
  public static String of(String text) {
    if (text.length() <= LONGEST && isVisibleAscii(text)) {
      return text; // nearly always
    }
    var plain = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(each -> isPlain(each) ? each : '?')
        .forEach(plain::appendCodePoint);
    return text.codePointCount(0, text.length()) > LONGEST ? plain + "…" : plain.toString();
  }

  private static boolean isVisibleAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each < ' ' || each > '~') {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a code point is a visible character or a blank: no control character, none that turns
   * the direction of writing round, no half of a pair.
   */
  public static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

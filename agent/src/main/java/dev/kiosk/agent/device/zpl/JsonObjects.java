package dev.kiosk.agent.device.zpl;

import java.io.ByteArrayOutputStream;

/** Finds where the first JSON object that is not empty ends, byte by byte. Judges nothing else. */
final class JsonObjects {

  /** Far more than the answer to our question has. */
  static final int MOST_BYTES = 4096;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int depth;
  private boolean inText;
  private boolean escaped;
  private boolean filled;

  /**
   * Takes the next byte, 0 to 255.
   *
   * @return whether an object that is not empty is complete now
   * @throws ZplException when it is no JSON object that begins here, or does not end
   */
  boolean take(int value) throws ZplException {
    if (bytes.size() == MOST_BYTES) {
      throw new ZplException("more than " + MOST_BYTES + " bytes from the settings channel");
    }
    bytes.write(value);
    if (inText) {
      inText = escaped || value != '"';
      escaped = !escaped && value == '\\';
      return false;
    }
    if (depth == 0 && value != '{' && value > ' ') {
      throw new ZplException("the settings channel answers with something that is no JSON");
    }
    switch (value) {
      case '"' -> {
        inText = true;
        filled = true;
      }
      case '{' -> depth++;
      case '}' -> {
        depth--;
        return depth == 0 && filled;
      }
      default -> {
        // numbers, words and marks neither open nor close anything that counts here
      }
    }
    return false;
  }

  /** All bytes so far. */
  byte[] bytes() {
    return bytes.toByteArray();
  }
}

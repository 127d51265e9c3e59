package dev.kiosk.agent.device.zpl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts the frames of an answer out of the bytes, in whatever pieces they come.
 *
 * <pre>
 *   02 text 03 [0D 0A]   02 text 03 [0D 0A]   …
 * </pre>
 *
 * <p>Source: Zebra ZPL II Programming Guide, ~HS and ~HQES. Between frames only line ends and flow
 * control may stand, in a frame only text.
 */
final class ZplFrames {

  /** More than any status answer has; what is longer is something else. */
  static final int MOST_BYTES = 512;

  private static final int STX = 0x02;
  private static final int ETX = 0x03;
  private static final int XON = 0x11;
  private static final int XOFF = 0x13;

  private final int wanted;
  private final List<String> frames = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean inFrame;
  private int bytes;

  /** A collector of so many frames. */
  ZplFrames(int wanted) {
    this.wanted = wanted;
  }

  /**
   * Takes the next byte, 0 to 255.
   *
   * @return whether the last frame is complete now
   * @throws ZplException when no ZPL printer sends that here
   */
  boolean take(int value) throws ZplException {
    if (++bytes > MOST_BYTES) {
      throw new ZplException(
          "an answer of more than "
              + MOST_BYTES
              + " bytes with "
              + frames.size()
              + " of "
              + wanted
              + " frames");
    }
    if (inFrame) {
      takeText(value);
    } else if (value == STX) {
      inFrame = true;
    } else if (!isBetweenFrames(value)) {
      throw new ZplException(
          String.format(Locale.US, "the byte %02X where a frame (02 … 03) was awaited", value));
    }
    return frames.size() == wanted;
  }

  private void takeText(int value) throws ZplException {
    if (value == ETX) {
      frames.add(text.toString());
      text.setLength(0);
      inFrame = false;
    } else if ((value >= ' ' && value <= '~') || value == '\r' || value == '\n') {
      text.append((char) value);
    } else {
      throw new ZplException(
          String.format(Locale.US, "the byte %02X within a frame, which is text", value));
    }
  }

  /** Whether a byte may stand between an answer and the next. */
  static boolean isBetweenFrames(int value) {
    return value == '\r' || value == '\n' || value == XON || value == XOFF;
  }

  /** Whether nothing of an answer has come yet. */
  boolean isUntouched() {
    return frames.isEmpty() && !inFrame;
  }

  /** The texts of the frames so far. */
  List<String> texts() {
    return List.copyOf(frames);
  }
}

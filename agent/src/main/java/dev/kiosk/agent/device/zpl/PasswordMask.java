package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.device.Wiretap;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Shows a wiretap all but the printer's password, which the third frame of ~HS holds before its
 * only comma: each of its bytes is shown as {@code 2A}, an asterisk.
 *
 * <p>A frame is held back until it ends or the exchange goes on, then judged by its form and not by
 * its place, so that a frame that comes late, in pieces, broken off or unasked is masked as well.
 * Other frames have more commas (~HS, ~HI) or lines (~HQES) and are shown as they are.
 */
final class PasswordMask implements Wiretap {

  private static final byte STX = 0x02;
  private static final byte ETX = 0x03;
  private static final byte MASKED = '*';

  private final Wiretap tap;
  private final byte[] held = new byte[ZplFrames.MOST_BYTES];
  private int size;

  PasswordMask(Wiretap tap) {
    this.tap = tap;
  }

  @Override
  public void sent(byte[] bytes) {
    flush();
    tap.sent(bytes);
  }

  @Override
  public void received(byte[] bytes) {
    for (byte value : bytes) {
      if (value == STX) {
        flush();
      }
      held[size++] = value;
      if (value == ETX || size == held.length) {
        flush();
      }
    }
  }

  @Override
  public void means(String meaning) {
    flush();
    tap.means(meaning);
  }

  @Override
  public void means(Supplier<String> meaning) {
    flush();
    tap.means(meaning);
  }

  /** Shows what is still held back: nothing more of it will come. */
  void flush() {
    if (size == 0) {
      return;
    }
    byte[] shown = Arrays.copyOf(held, size);
    size = 0;
    mask(shown);
    tap.received(shown);
  }

  private static void mask(byte[] shown) {
    boolean begun = shown[0] == STX;
    boolean ended = shown[shown.length - 1] == ETX;
    if (!begun && !ended) {
      return; // line ends between frames, or no frames at all
    }
    int comma = -1;
    for (int i = 0; i < shown.length; i++) {
      if (shown[i] == '\r' || shown[i] == '\n' || (shown[i] == ',' && comma >= 0)) {
        return;
      }
      comma = shown[i] == ',' ? i : comma;
    }
    int last = ended ? shown.length - 1 : shown.length;
    Arrays.fill(shown, begun ? 1 : 0, comma >= 0 ? comma : last, MASKED);
  }
}

package dev.kiosk.agent.device.escpos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The bits of the answers to DLE EOT 1 to 4 in words, as {@link EscPosStatus} draws them. */
final class EscPosWords {

  /** One bit: what it says when set, and when not; an empty text says nothing. */
  private record Bit(int mask, String set, String clear) {}

  private static final List<String> QUESTIONS =
      List.of("printer status?", "cause of being offline?", "cause of the error?", "paper roll?");

  private static final List<List<Bit>> BITS =
      List.of(
          List.of(
              new Bit(0x08, "offline", "online"),
              new Bit(0x04, "drawer pin high", "drawer pin low"),
              new Bit(0x20, "waiting for recovery", ""),
              new Bit(0x40, "feed button pressed", "")),
          List.of(
              new Bit(0x04, "cover open", "cover closed"),
              new Bit(0x08, "paper being fed by the button", "feed button not pressed"),
              new Bit(0x20, "stopped by paper end", "not stopped by paper end"),
              new Bit(0x40, "error", "no error")),
          List.of(
              new Bit(0x04, "recoverable or mechanical error", "no recoverable error"),
              new Bit(0x08, "cutter error", "no cutter error"),
              new Bit(0x20, "unrecoverable error", "no unrecoverable error"),
              new Bit(0x40, "error that recovers by itself", "none that recovers by itself")),
          List.of(
              new Bit(0x04, "near end by the first bit", ""),
              new Bit(0x08, "near end by the second bit", ""),
              new Bit(0x0C, "", "no near end"),
              new Bit(0x20, "paper end by the first bit", ""),
              new Bit(0x40, "paper end by the second bit", ""),
              new Bit(0x60, "", "paper present")));

  private EscPosWords() {}

  /** What DLE EOT n asks for. */
  static String question(int n) {
    return QUESTIONS.get(n - 1);
  }

  /** What an answer to DLE EOT n says, bit by bit. */
  static String answer(int n, int value) {
    var words = new ArrayList<String>();
    for (Bit bit : BITS.get(n - 1)) {
      String word = (value & bit.mask()) != 0 ? bit.set() : bit.clear();
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return String.format(Locale.US, "%02X: %s", value, String.join(", ", words));
  }
}

package dev.kiosk.agent.device.ssi;

import dev.kiosk.agent.device.ssi.SsiException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a scanner says it is. The text of REPLY_REVISION is {@code SOFTWARE BOARD SCANNER-ID
 * CHECKSUM}, parted by spaces (Symbol SE-923 Integration Guide, REPLY_REVISION); later firmware
 * leaves the end away or adds to it.
 *
 * @param software the release of the firmware
 * @param board the type of the board, or null when it is not told
 */
record SsiRevision(String software, @Nullable String board) {

  private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,251}");
  private static final Pattern SPACES = Pattern.compile(" +");

  /**
   * Reads the data of a REPLY_REVISION.
   *
   * @throws SsiException FOREIGN when it is no text; the message does not repeat it
   */
  static SsiRevision parse(byte[] data) throws SsiException {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0'); // some firmware pads to a fixed length
    String told = (end < 0 ? text : text.substring(0, end)).strip();
    if (!PRINTABLE.matcher(told).matches()) {
      throw new SsiException(Kind.FOREIGN, "what should be its revision is no text");
    }
    String[] words = SPACES.split(told, 3);
    return new SsiRevision(words[0], words.length > 1 ? words[1] : null);
  }

  /** For people: {@code NBRIX, firmware PAABSS00-006-R03}. */
  String model() {
    return (board == null ? "SSI scanner" : board) + ", firmware " + software;
  }
}

package dev.kiosk.agent.device.snmp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How datagrams are shown to people: the octets of the community are asterisks (2A), as many as it
 * has. Of v3, all that is secret is a digest or encrypted already.
 */
final class Masked {

  private static final byte OCTET_STRING = 4;
  private static final byte ASTERISK = '*';

  private final byte @Nullable [] community;

  /**
   * A mask for one printer.
   *
   * @param community what is to be hidden, or null for nothing
   */
  Masked(@Nullable String community) {
    this.community = community == null ? null : community.getBytes(StandardCharsets.UTF_8);
  }

  /** A copy of the datagram without its community, wherever it stands as a string of octets. */
  byte[] shown(byte[] datagram) {
    byte[] shown = datagram.clone();
    if (community == null) {
      return shown;
    }
    int length = community.length;
    for (int at = 2; at + length <= shown.length; at++) {
      if (isString(shown, at, length)
          && Arrays.equals(shown, at, at + length, community, 0, length)) {
        Arrays.fill(shown, at, at + length, ASTERISK);
      }
    }
    return shown;
  }

  /** Whether there is a string of that length; of a long one, only its low length byte is read. */
  private static boolean isString(byte[] shown, int at, int length) {
    return length < 128
        ? shown[at - 1] == length && shown[at - 2] == OCTET_STRING
        : shown[at - 1] == (byte) length;
  }
}

package dev.kiosk.agent.disk;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Small state files as text that a person can read: a title line, lines, and a last line {@code crc
 * HEX} with the CRC-32C of all bytes before it.
 */
public final class CheckedText {

  private CheckedText() {}

  /** The bytes of a file. Lines must not hold line breaks. */
  public static byte[] encode(String title, List<String> lines) {
    var text = new StringBuilder(title).append('\n');
    for (String line : lines) {
      text.append(line).append('\n');
    }
    byte[] before = text.toString().getBytes(StandardCharsets.UTF_8);
    text.append(crcLine(before, before.length));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The lines of a file.
   *
   * @return null when the title or the CRC is not what was written
   */
  public static @Nullable List<String> decode(String title, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int crcAt = text.lastIndexOf("crc ");
    if (crcAt < 0 || !text.startsWith(title + "\n")) {
      return null;
    }
    int before = text.substring(0, crcAt).getBytes(StandardCharsets.UTF_8).length;
    if (before > bytes.length || !text.substring(crcAt).equals(crcLine(bytes, before))) {
      return null;
    }
    return text.substring(title.length() + 1, crcAt).lines().toList();
  }

  private static String crcLine(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return "crc " + Long.toHexString(1L << 32 | crc.getValue()).substring(1) + "\n"; // 8 digits
  }
}

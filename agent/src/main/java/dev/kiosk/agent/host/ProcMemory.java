package dev.kiosk.agent.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How much memory there is, and how much of it new programs could have without swapping: two lines
 * of {@code /proc/meminfo}, in units of 1024 bytes, which the kernel calls kB (proc(5), and Linux,
 * Documentation/filesystems/proc.rst).
 *
 * <pre>
 * MemTotal:       24684084 kB
 * MemFree:        21319028 kB
 * MemAvailable:   23456248 kB
 * </pre>
 *
 * <p>A kernel before 3.14 (2014) does not tell what is available. There is no value then: what
 * could be put together of other lines would be another figure under the same name.
 */
final class ProcMemory implements Figures {

  /** The two lines are among the first three, of 28 bytes each. */
  private static final int MAX_BYTES = 512;

  /** More than any machine has, and little enough for all that is done with it. */
  private static final int MAX_DIGITS = 15;

  private static final byte[] TOTAL_KEY = ascii("MemTotal:");
  private static final byte[] AVAILABLE_KEY = ascii("MemAvailable:");
  private static final byte[] UNIT = ascii(" kB\n");
  private static final int UNKNOWN = -1;

  private final KernelFile file;
  private final byte[] text = new byte[MAX_BYTES];

  /**
   * Opens nothing yet.
   *
   * @param proc the folder {@code /proc}
   */
  ProcMemory(Path proc) {
    file = new KernelFile(proc.resolve("meminfo"));
  }

  @Override
  public boolean read(long[] memory) {
    int length = file.read(text);
    return length != KernelFile.UNREADABLE && parse(text, length, memory);
  }

  /**
   * Finds the two lines.
   *
   * @param text the file's first bytes; what stands behind the two lines does not matter
   * @param length how many bytes of it are text
   * @param kib takes total and available memory in KiB
   * @return false when one of the two lines is missing or not whole
   */
  static boolean parse(byte[] text, int length, long[] kib) {
    kib[TOTAL] = kibOf(TOTAL_KEY, text, length);
    kib[AVAILABLE] = kibOf(AVAILABLE_KEY, text, length);
    return kib[TOTAL] != UNKNOWN && kib[AVAILABLE] != UNKNOWN;
  }

  private static long kibOf(byte[] key, byte[] text, int length) {
    boolean startOfLine = true;
    for (int i = 0; i < length; i++) {
      if (startOfLine && isAt(i, key, text, length)) {
        return number(i + key.length, text, length);
      }
      startOfLine = text[i] == '\n';
    }
    return UNKNOWN;
  }

  private static long number(int start, byte[] text, int length) {
    int i = start;
    while (i < length && text[i] == ' ') {
      i++;
    }
    int first = i;
    long number = 0;
    while (i < length && i - first < MAX_DIGITS && text[i] >= '0' && text[i] <= '9') {
      number = 10 * number + (text[i] - '0');
      i++;
    }
    return i > first && isAt(i, UNIT, text, length) ? number : UNKNOWN;
  }

  private static boolean isAt(int start, byte[] wanted, byte[] text, int length) {
    int end = start + wanted.length;
    return end <= length && Arrays.equals(text, start, end, wanted, 0, wanted.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

package dev.kiosk.agent.host;

import java.nio.file.Path;

/**
 * What all processors did since the start of the machine: the first line of {@code /proc/stat}.
 *
 * <pre>
 * cpu  4159077 209122 524859 5034270 19667 0 24163 1291 0 0
 *      user    nice   system idle    iowait |irq |softirq
 *                                                  steal, guest, guest_nice
 * </pre>
 *
 * <p>In ticks, of which there are a hundred a second as a rule (USER_HZ; proc(5), and Linux,
 * Documentation/filesystems/proc.rst). The two of guests are not read: they are contained in user
 * and nice.
 */
final class ProcStat implements Figures {

  /** The longest line that ten numbers of 64 bits can make has 215. */
  private static final int MAX_BYTES = 256;

  /** Eight numbers of so many digits, and their differences, can be added up in a long. */
  private static final int MAX_DIGITS = 18;

  private final KernelFile file;
  private final byte[] text = new byte[MAX_BYTES];

  /**
   * Opens nothing yet.
   *
   * @param proc the folder {@code /proc}
   */
  ProcStat(Path proc) {
    file = new KernelFile(proc.resolve("stat"));
  }

  @Override
  public boolean read(long[] ticks) {
    int length = file.read(text);
    return length != KernelFile.UNREADABLE && parse(text, length, ticks);
  }

  /**
   * Takes the line apart, in one loop without calls: it runs once a second and so is interpreted.
   *
   * @param text begins with the line; what stands behind its eighth number does not matter
   * @param length how many bytes of it are text
   * @param ticks takes the eight numbers
   * @return false when the text does not begin with {@code cpu} and eight whole numbers
   */
  static boolean parse(byte[] text, int length, long[] ticks) {
    if (length < 4 || text[0] != 'c' || text[1] != 'p' || text[2] != 'u' || text[3] != ' ') {
      return false;
    }
    int found = 0;
    int digits = 0;
    long number = 0;
    for (int i = 4; i < length; i++) {
      byte next = text[i];
      if (next >= '0' && next <= '9') {
        number = 10 * number + (next - '0');
        digits++;
        if (digits > MAX_DIGITS) {
          return false;
        }
        continue;
      }
      if (digits > 0) { // a number counts when something follows it: else it may have been cut off
        ticks[found++] = number;
        digits = 0;
        number = 0;
      }
      if (found == TICKS && (next == ' ' || next == '\n')) {
        return true;
      }
      if (next != ' ') {
        return false;
      }
    }
    return false;
  }
}

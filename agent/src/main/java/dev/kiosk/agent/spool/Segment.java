package dev.kiosk.agent.spool;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the spool knows of one segment file without opening it. Changed under the spool's lock only.
 *
 * <p>{@code end} and {@code runningMillis} are those of the last record that is known; of a file
 * that was not written in this run they are bounds taken from the next file.
 */
final class Segment {

  private static final long MARK_MILLIS = 60_000;

  /** Four hours of readings; at one a second a segment is full before. */
  private static final int MOST_MARKS = 256;

  final Lane lane;
  final long base;
  final Path file;

  /** Position behind the last one that may be in the file. */
  long end;

  /** Bytes that are forced; what lies behind is not to be read. */
  long bytes;

  /** A place in it could not be read: it is set aside where another would be deleted. */
  boolean damaged;

  /** Running time of the youngest event, milliseconds. */
  long runningMillis;

  /** Wall clock of the oldest and youngest event, milliseconds since the Unix epoch. */
  long fromMillis;

  long toMillis;

  /**
   * Wall clock at some positions, so that a reader who is halfway through can be told how far in
   * time.
   */
  private final TreeMap<Long, Long> marks = new TreeMap<>();

  Segment(Lane lane, long base, Path file) {
    this.lane = lane;
    this.base = base;
    this.file = file;
    this.end = base;
  }

  /**
   * Notes when the event at a position happened; most notes within ten seconds of another are left
   * out.
   */
  void mark(long position, long wallMillis) {
    Map.Entry<Long, Long> last = marks.lastEntry();
    boolean apart = last == null || Math.abs(wallMillis - last.getValue()) >= MARK_MILLIS;
    if (apart && marks.size() < MOST_MARKS) {
      marks.put(position, wallMillis);
    }
  }

  /**
   * About when the event at a position happened: not later, and rarely more than ten seconds
   * earlier.
   */
  long wallMillisAt(long position) {
    Map.Entry<Long, Long> mark = marks.floorEntry(position);
    return mark == null ? fromMillis : mark.getValue();
  }

  static String fileName(Lane lane, long base) {
    return "%s-%020d.segment".formatted(lane.wireName(), base);
  }

  /** The base in a file name of that lane, or -1 when the name is not one of ours. */
  static long baseOf(Lane lane, String name) {
    String prefix = lane.wireName() + "-";
    if (!name.startsWith(prefix) || !name.endsWith(".segment")) {
      return -1;
    }
    String digits = name.substring(prefix.length(), name.length() - ".segment".length());
    if (digits.length() != 20 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return digits.compareTo("09223372036854775807") <= 0 ? Long.parseLong(digits) : -1;
  }
}

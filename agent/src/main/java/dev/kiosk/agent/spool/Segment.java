package dev.kiosk.agent.spool;

import java.nio.file.Path;

/**
 * What the spool knows of one segment file without opening it. Changed under the spool's lock only.
 *
 * <p>{@code end} and {@code runningMillis} are those of the last record that is known; of a file
 * that was not written in this run they are bounds taken from the next file.
 */
final class Segment {

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

  Segment(Lane lane, long base, Path file) {
    this.lane = lane;
    this.base = base;
    this.file = file;
    this.end = base;
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

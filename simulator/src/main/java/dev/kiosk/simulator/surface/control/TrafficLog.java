package dev.kiosk.simulator.surface.control;

import dev.kiosk.simulator.surface.Traffic;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The last of what passed between the hosts and each device, and of what was done to it. Bounded:
 * so many lines for each device, so many bytes of each line. For many threads; nobody waits for a
 * reader.
 */
public final class TrafficLog {

  /** How many lines are kept of each device. */
  static final int LINES = 300;

  /** How many bytes are kept of a piece. */
  static final int BYTES = 512;

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final LongSupplier nowMillis;
  private final Map<String, Deque<Line>> lines = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private long last;

  /**
   * An empty log.
   *
   * @param nowMillis a monotonic clock in milliseconds
   */
  public TrafficLog(LongSupplier nowMillis) {
    this.nowMillis = nowMillis;
  }

  /**
   * One line.
   *
   * @param number rises over all devices, from 1
   * @param ofDevice rises by one for each line of the device, from 1
   * @param atMillis on the log's clock
   * @param what what passed or happened
   */
  record Line(long number, long ofDevice, long atMillis, String device, Entry what) {}

  /** What a line tells. */
  sealed interface Entry {}

  /**
   * Bytes that passed.
   *
   * @param hex the first {@link #BYTES} of them, two digits each, parted by blanks
   * @param length how many they are
   */
  record Piece(String driver, Traffic.Direction direction, String hex, int length)
      implements Entry {}

  /** Something was done to the device. */
  record Note(String text) implements Entry {}

  /** Takes the bytes of the outlets of one driver. */
  public Traffic of(String driver) {
    return (device, direction, bytes) -> {
      String hex = HEX.formatHex(bytes, 0, Math.min(bytes.length, BYTES));
      add(device, new Piece(driver, direction, hex, bytes.length));
    };
  }

  /** Takes a sentence about a device, to be read behind its name. */
  public void note(String device, String what) {
    add(device, new Note(what));
  }

  private synchronized void add(String device, Entry what) {
    Deque<Line> kept = lines.computeIfAbsent(device, unseen -> new ArrayDeque<>());
    long ofDevice = counts.merge(device, 1L, Long::sum);
    last++;
    kept.add(new Line(last, ofDevice, nowMillis.getAsLong(), device, what));
    if (kept.size() > LINES) {
      kept.remove();
    }
  }

  /** The moment on the log's clock. */
  long nowMillis() {
    return nowMillis.getAsLong();
  }

  /** What is still kept of the lines behind that number, in order. */
  synchronized List<Line> after(long number) {
    if (number >= last) {
      return List.of();
    }
    return lines.values().stream()
        .flatMap(Deque::stream)
        .filter(each -> each.number() > number)
        .sorted(Comparator.comparingLong(Line::number))
        .toList();
  }
}

package dev.kiosk.simulator.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many events a process had appended when: what a killed one cannot say any more. In a mapped
 * file, whose pages outlive the process.
 *
 * <pre>
 *   8 bytes       monotonic clock at the beginning, the same for all processes of a machine
 *   8 bytes each  for each millisecond since then: events appended until its end
 * </pre>
 */
final class Journal {

  private static final int MOST_MILLIS = 60_000;
  private static final int BYTES = (1 + MOST_MILLIS) * Long.BYTES;

  private final LongBuffer longs;

  private Journal(ByteBuffer bytes) {
    this.longs = bytes.asLongBuffer();
  }

  /** A new one. */
  static Journal create(Path file, long nowNanos) throws IOException {
    var journal = open(file);
    journal.longs.put(0, nowNanos);
    return journal;
  }

  /** One that another process wrote. */
  static Journal open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Journal(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }
  }

  /** Notes that so many events have been appended. */
  void note(long nowNanos, long appended) {
    longs.put(slot(nowNanos), appended);
  }

  private int slot(long nanos) {
    return 1 + (int) Math.min(MOST_MILLIS - 1, (nanos - longs.get(0)) / 1_000_000);
  }

  /** How many events had been appended at the end. */
  long appended() {
    long most = 0;
    for (int slot = 1; slot <= MOST_MILLIS; slot++) {
      most = Math.max(most, longs.get(slot));
    }
    return most;
  }

  /** How long before a moment the event of that number was appended, in milliseconds. */
  double ageMillis(long number, long atNanos) {
    for (int slot = 1; slot <= MOST_MILLIS; slot++) {
      if (longs.get(slot) > number) {
        return (atNanos - longs.get(0)) / 1e6 - (slot - 1);
      }
    }
    return 0;
  }
}

package dev.kiosk.simulator.fleet;

import java.util.Arrays;

/**
 * How long things took, for percentiles: counts in buckets that are a sixteenth of their value
 * wide, from a microsecond to hours. Safe for all threads.
 */
final class Latencies {

  private static final int PARTS = 16;
  private static final int PART_BITS = 4;
  private static final int BUCKETS = (Long.SIZE - PART_BITS) * PARTS;
  private static final int NANOS_A_MICRO = 1000;

  private final long[] counts = new long[BUCKETS];
  private long count;
  private long mostNanos;

  /** Enters one. */
  synchronized void add(long nanos) {
    counts[bucket(Math.max(0, nanos) / NANOS_A_MICRO)]++;
    count++;
    mostNanos = Math.max(mostNanos, nanos);
  }

  /** What was entered until now; begins anew. */
  synchronized Latencies take() {
    var taken = new Latencies();
    taken.add(this);
    Arrays.fill(counts, 0);
    count = 0;
    mostNanos = 0;
    return taken;
  }

  /** Enters all of another one. */
  synchronized void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
    mostNanos = Math.max(mostNanos, other.mostNanos);
  }

  /** How many were entered. */
  synchronized long count() {
    return count;
  }

  /** The longest, milliseconds. */
  synchronized double mostMillis() {
    return mostNanos / 1e6;
  }

  /**
   * What a share of all did not exceed, milliseconds; at most a sixteenth too long.
   *
   * @param share 0 to 1
   */
  synchronized double millis(double share) {
    long rank = (long) Math.ceil(share * count);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (counts[i] > 0 && seen >= rank) {
        return Math.min(upperMicros(i) / 1e3, mostNanos / 1e6);
      }
    }
    return 0;
  }

  private static int bucket(long micros) {
    if (micros < PARTS) {
      return (int) micros;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - PART_BITS;
    return (shift + 1) * PARTS + (int) (micros >>> shift) - PARTS;
  }

  private static long upperMicros(int bucket) {
    if (bucket < PARTS) {
      return bucket + 1L;
    }
    int shift = bucket / PARTS - 1;
    return (long) (bucket % PARTS + PARTS + 1) << shift;
  }
}

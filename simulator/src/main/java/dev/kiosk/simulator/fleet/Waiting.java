package dev.kiosk.simulator.fleet;

import java.util.function.LongPredicate;

/** Positions that wait for their receipt, in order, with when they were appended. A small ring. */
final class Waiting {

  private static final int FIELDS = 2;

  private long[] ring = new long[4 * FIELDS];
  private int head;
  private int size;

  /** A position above all that wait. */
  void add(long position, long nanos) {
    if (size * FIELDS == ring.length) {
      grow();
    }
    int at = index(size);
    ring[at] = position;
    ring[at + 1] = nanos;
    size++;
  }

  private void grow() {
    long[] larger = new long[2 * ring.length];
    for (int i = 0; i < size; i++) {
      System.arraycopy(ring, index(i), larger, i * FIELDS, FIELDS);
    }
    ring = larger;
    head = 0;
  }

  private int index(int i) {
    return (head + i * FIELDS) % ring.length;
  }

  int size() {
    return size;
  }

  /** The lowest position; {@link Long#MAX_VALUE} when none waits. */
  long first() {
    return size == 0 ? Long.MAX_VALUE : ring[head];
  }

  /** Takes the lowest position out; returns when it was appended. */
  long poll() {
    long nanos = ring[head + 1];
    head = (head + FIELDS) % ring.length;
    size--;
    return nanos;
  }

  /** Forgets the positions that do not pass. */
  void keepIf(LongPredicate passes) {
    int asked = size;
    for (int i = 0; i < asked; i++) {
      long position = first();
      long nanos = poll();
      if (passes.test(position)) {
        add(position, nanos);
      }
    }
  }
}

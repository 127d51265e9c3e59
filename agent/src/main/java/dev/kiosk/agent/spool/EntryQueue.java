package dev.kiosk.agent.spool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events in memory at positions without a hole, oldest first. A ring that finds a position at once.
 */
final class EntryQueue {

  private @Nullable Entry[] ring = new @Nullable Entry[64];
  private int head;
  private int size;
  private long bytes;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Bytes of payload held. */
  long bytes() {
    return bytes;
  }

  /** The position of the oldest event; only when not empty. */
  long first() {
    return at(0).position;
  }

  /** The i-th oldest event. */
  Entry at(int i) {
    Entry entry = i < size ? ring[(head + i) % ring.length] : null;
    if (entry == null) {
      throw new IndexOutOfBoundsException("entry " + i + " of " + size);
    }
    return entry;
  }

  void add(Entry entry) {
    if (size == ring.length) {
      grow();
    }
    ring[(head + size) % ring.length] = entry;
    size++;
    bytes += entry.payload.length;
  }

  /** How many of the oldest events have so many bytes together, all of them if they have less. */
  int oldestWith(long atLeast) {
    long sum = 0;
    int count = 0;
    while (count < size && sum < atLeast) {
      sum += at(count).payload.length;
      count++;
    }
    return count;
  }

  /** Drops all events below the position. */
  void dropBelow(long position) {
    while (size > 0 && first() < position) {
      bytes -= at(0).payload.length;
      ring[head] = null;
      head = (head + 1) % ring.length;
      size--;
    }
  }

  /**
   * The events from a position on, at most so many and so many bytes, but at least one if there is
   * any.
   */
  List<Entry> from(long position, int mostEvents, long mostBytes) {
    var found = new ArrayList<Entry>(Math.max(0, Math.min(size, mostEvents)));
    long sum = 0;
    int start = size == 0 ? 0 : (int) Math.max(0, Math.min(size, position - first()));
    for (int i = start; i < size && found.size() < mostEvents; i++) {
      Entry entry = at(i);
      sum += entry.payload.length;
      if (!found.isEmpty() && sum > mostBytes) {
        break;
      }
      found.add(entry);
    }
    return found;
  }

  private void grow() {
    var wider = new @Nullable Entry[ring.length * 2];
    for (int i = 0; i < size; i++) {
      wider[i] = at(i);
    }
    ring = wider;
    head = 0;
  }
}

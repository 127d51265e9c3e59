package dev.kiosk.agent.spool;

/** One event in memory. The array is shared, never changed. */
final class Entry {

  final long position;
  final byte[] payload;
  final long wallMillis;
  final long appendedNanos;

  Entry(long position, byte[] payload, long wallMillis, long appendedNanos) {
    this.position = position;
    this.payload = payload;
    this.wallMillis = wallMillis;
    this.appendedNanos = appendedNanos;
  }

  /** The same event at another position. */
  Entry at(long other) {
    return new Entry(other, payload, wallMillis, appendedNanos);
  }
}

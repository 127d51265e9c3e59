package dev.kiosk.agent.spool;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes the records of {@link SegmentFormat} in one array that is used again and again, so that
 * writing leaves nothing for the garbage collector. Owned by one thread.
 */
final class RecordEncoder {

  private static final int MOST_VARINT_BYTES = 10;
  private static final int FIELDS = 6;

  private byte[] bytes = new byte[512];
  private int at;

  /** A record with its length and CRC; valid until the next call. */
  ByteBuffer record(SegmentFormat.Header header, SegmentFormat.Stamp stamp, List<Entry> group) {
    reserve(group);
    Entry first = group.get(0);
    long ran = Math.max(0, stamp.runningMillis() - header.runningMillis());
    at = SegmentFormat.RECORD_HEADER_BYTES;
    varint(first.position - header.base());
    varint(zigzag(stamp.receipted() - header.base()));
    varint(ran);
    varint(zigzag(first.wallMillis - header.wallMillis() - ran));
    varint(stamp.unforced());
    varint(group.size());
    for (Entry entry : group) {
      varint(entry.payload.length);
      System.arraycopy(entry.payload, 0, bytes, at, entry.payload.length);
      at += entry.payload.length;
    }
    int body = at - SegmentFormat.RECORD_HEADER_BYTES;
    var record = ByteBuffer.wrap(bytes, 0, at);
    record.putInt(0, body);
    record.putInt(4, SegmentFormat.crc(bytes, SegmentFormat.RECORD_HEADER_BYTES, body));
    return record;
  }

  private void reserve(List<Entry> group) {
    long most = SegmentFormat.RECORD_HEADER_BYTES + (long) FIELDS * MOST_VARINT_BYTES;
    for (Entry entry : group) {
      most += MOST_VARINT_BYTES + entry.payload.length;
    }
    if (most > bytes.length) {
      bytes = new byte[Math.toIntExact(Math.max(most, 2L * bytes.length))];
    }
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }
}

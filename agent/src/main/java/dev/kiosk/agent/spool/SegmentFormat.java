package dev.kiosk.agent.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a segment file. Numbers are big-endian; "varint" is 7 bits a byte, least significant
 * first, high bit set on all but the last byte.
 *
 * <pre>
 * file name   LANE-BASE.segment            BASE = first position, 20 decimal digits
 *
 * header      8 bytes  magic "KIOSKSG2"
 *             8 bytes  base position
 *             8 bytes  running time at creation, milliseconds
 *             8 bytes  wall clock at creation, milliseconds since the Unix epoch
 *             4 bytes  CRC-32C of the 32 bytes before
 *
 * record      4 bytes  length of the body, 1 to 1 MiB
 * (repeated)  4 bytes  CRC-32C of the body
 *             body     varint  first position, less the base
 *                      varint  receipted next of the lane when this was written, zigzag, less the base
 *                      varint  running time, less the header's
 *                      varint  wall clock of the first event, zigzag, less the header's and the
 *                              running time before: next to nothing unless the clock was set
 *                      varint  bytes right before this record that were not forced when it was written
 *                      varint  number of events, at least 1
 *                      events  varint length, then the bytes; positions follow one another
 * </pre>
 *
 * <p>A record is one group of events. A write makes one or a few of them and forces them together.
 * What fails its length or its CRC is the end of what can be read of its file. It was cut short by
 * a crash, and never accepted, unless a sound record behind it says that it was forced before: then
 * it is damaged. Positions that no record holds were receipted before they were due to be written,
 * if they lie below the receipted next of a later record; otherwise they are missing.
 */
final class SegmentFormat {

  static final int HEADER_BYTES = 36;
  static final int RECORD_HEADER_BYTES = 8;

  /** A body that claims more is damaged: nobody writes such a record. */
  static final int MOST_BODY_BYTES = 1 << 20;

  private static final byte[] MAGIC = "KIOSKSG2".getBytes(StandardCharsets.US_ASCII);

  private SegmentFormat() {}

  /** What a header says. */
  record Header(long base, long runningMillis, long wallMillis) {}

  /**
   * What was so when a record was written: the lane's receipted next, the running time, and how
   * many bytes right before it were not forced yet.
   */
  record Stamp(long receipted, long runningMillis, long unforced) {}

  /** What a record holds. Positions are {@code first}, {@code first + 1}, and so on. */
  record Group(Stamp stamp, long first, long wallMillis, List<byte[]> payloads) {

    long receipted() {
      return stamp.receipted;
    }

    long runningMillis() {
      return stamp.runningMillis;
    }

    long end() {
      return first + payloads.size();
    }
  }

  static ByteBuffer header(Header header) {
    var bytes = ByteBuffer.allocate(HEADER_BYTES);
    bytes.put(MAGIC);
    bytes.putLong(header.base()).putLong(header.runningMillis()).putLong(header.wallMillis());
    bytes.putInt(crc(bytes.array(), 0, HEADER_BYTES - 4));
    return bytes.flip();
  }

  /** The header, or null when these bytes are none. */
  static @Nullable Header readHeader(ByteBuffer bytes) {
    if (bytes.remaining() < HEADER_BYTES) {
      return null;
    }
    byte[] all = new byte[HEADER_BYTES];
    bytes.get(all);
    var in = ByteBuffer.wrap(all);
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    var header = new Header(in.getLong(), in.getLong(), in.getLong());
    boolean sound = in.getInt() == crc(all, 0, HEADER_BYTES - 4) && header.base() >= 0;
    return sound && Arrays.equals(magic, MAGIC) ? header : null;
  }

  /**
   * The group in a body whose CRC was right.
   *
   * @return null when the body is not what {@link RecordEncoder} writes
   */
  static @Nullable Group readBody(Header header, ByteBuffer body) {
    try {
      long first = header.base() + varint(body);
      long receipted = header.base() + unzigzag(varint(body));
      long ran = varint(body);
      long running = header.runningMillis() + ran;
      long wall = header.wallMillis() + ran + unzigzag(varint(body));
      long unforced = varint(body);
      long count = varint(body);
      if (count < 1 || count > body.remaining() || first < header.base()) {
        return null;
      }
      var payloads = new ArrayList<byte[]>((int) count);
      for (long i = 0; i < count; i++) {
        long length = varint(body);
        if (length > body.remaining()) {
          return null;
        }
        byte[] payload = new byte[(int) length];
        body.get(payload);
        payloads.add(payload);
      }
      return body.hasRemaining()
          ? null
          : new Group(new Stamp(receipted, running, unforced), first, wall, payloads);
    } catch (java.nio.BufferUnderflowException short_) {
      return null;
    }
  }

  static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new java.nio.BufferUnderflowException();
  }

  private static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}

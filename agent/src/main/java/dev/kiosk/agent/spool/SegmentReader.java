package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the records of one segment file from front to back. Owned by one thread. */
final class SegmentReader implements Closeable {

  /** A segment with the longest write behind its bound is not longer. */
  private static final int MOST_TAIL_BYTES = 4 << 20;

  private static final int WINDOW_BYTES = 16 << 10;

  private final Path path;
  private final DiskFile file;
  private final SegmentFormat.Header header;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private long windowFrom;
  private long offset = SegmentFormat.HEADER_BYTES;

  private SegmentReader(Path path, DiskFile file, SegmentFormat.Header header) {
    this.path = path;
    this.file = file;
    this.header = header;
  }

  /** A place in a segment that cannot be read. The rest of the file is given up. */
  static final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedException(Path file, long offset, String found) {
      super("spool segment %s, byte %d: %s".formatted(file, offset, found));
    }
  }

  static SegmentReader open(Disk disk, Path path) throws IOException {
    DiskFile file = disk.openRead(path);
    try {
      var bytes = ByteBuffer.allocate(SegmentFormat.HEADER_BYTES);
      file.read(bytes, 0);
      SegmentFormat.Header header = SegmentFormat.readHeader(bytes.flip());
      if (header == null) {
        throw new DamagedException(path, 0, "this is not the header of a segment");
      }
      return new SegmentReader(path, file, header);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** Opens a file whose header cannot be read; what its name says of it is taken for true. */
  static SegmentReader openDamaged(Disk disk, Path path, long base) throws IOException {
    var reader = new SegmentReader(path, disk.openRead(path), new SegmentFormat.Header(base, 0, 0));
    reader.offset = SegmentFormat.HEADER_BYTES - 1; // the place that cannot be read ends there
    return reader;
  }

  SegmentFormat.Header header() {
    return header;
  }

  Path path() {
    return path;
  }

  /** Where the next record begins. */
  long offset() {
    return offset;
  }

  /**
   * The next record.
   *
   * @param limit bytes of the file that may be read
   * @return null when the limit is reached exactly
   * @throws DamagedException when what stands there is no whole and sound record
   */
  SegmentFormat.@Nullable Group next(long limit) throws IOException {
    if (offset >= limit) {
      return null;
    }
    if (limit - offset < SegmentFormat.RECORD_HEADER_BYTES) {
      throw new DamagedException(path, offset, "the file ends within the head of a record");
    }
    ByteBuffer head = bytes(offset, SegmentFormat.RECORD_HEADER_BYTES, limit);
    if (head.remaining() < SegmentFormat.RECORD_HEADER_BYTES) {
      throw new DamagedException(path, offset, "the file ends within the head of a record");
    }
    int length = head.getInt();
    int crc = head.getInt();
    long left = limit - offset - SegmentFormat.RECORD_HEADER_BYTES;
    if (length < 1 || length > SegmentFormat.MOST_BODY_BYTES || length > left) {
      throw new DamagedException(
          path, offset, "a record claims %d bytes where %d are left".formatted(length, left));
    }
    ByteBuffer body = bytes(offset + SegmentFormat.RECORD_HEADER_BYTES, length, limit);
    int found = SegmentFormat.crc(body.array(), body.arrayOffset(), body.remaining());
    if (body.remaining() < length || found != crc) {
      throw new DamagedException(
          path, offset, "checksum is %08x, the record says %08x".formatted(found, crc));
    }
    SegmentFormat.Group group = SegmentFormat.readBody(header, body);
    if (group == null) {
      throw new DamagedException(path, offset, "the record's body makes no sense");
    }
    offset += SegmentFormat.RECORD_HEADER_BYTES + length;
    return group;
  }

  /**
   * Bytes of the file, fewer where it ends. Small records are read many at a time; never beyond the
   * limit, as what stands there may be in the middle of being written.
   */
  private ByteBuffer bytes(long from, int count, long limit) throws IOException {
    boolean inWindow = from >= windowFrom && from + count <= windowFrom + window.limit();
    if (!inWindow && count > WINDOW_BYTES) {
      var alone = ByteBuffer.allocate(count);
      file.read(alone, from);
      return alone.flip();
    }
    if (!inWindow) {
      windowFrom = from;
      window.clear().limit((int) Math.min(WINDOW_BYTES, limit - from));
      file.read(window, from);
      window.flip();
    }
    int at = (int) (from - windowFrom);
    return window.slice(at, Math.min(count, window.limit() - at));
  }

  /**
   * What stands behind the place that {@link #next} could not read.
   *
   * @param end the position behind the last event of a sound record there, or 0
   * @param wasForced whether one of them says that the place had been forced before: then it is
   *     damaged, and no write that a crash cut short
   */
  record Behind(long end, boolean wasForced) {}

  /**
   * Looks for sound records behind the place that could not be read, at each byte, as the length
   * that stands there cannot be trusted.
   */
  Behind lookBehind(long limit) throws IOException {
    byte[] tail = new byte[(int) Math.min(Math.max(0, limit - offset), MOST_TAIL_BYTES)];
    int read = file.read(ByteBuffer.wrap(tail), offset);
    long end = 0;
    boolean wasForced = false;
    int at = 1;
    while (at + SegmentFormat.RECORD_HEADER_BYTES < read) {
      SegmentFormat.Group group = soundRecord(tail, read, at);
      if (group == null) {
        at++;
        continue;
      }
      end = Math.max(end, group.end());
      wasForced |= at - group.stamp().unforced() > 0;
      at += SegmentFormat.RECORD_HEADER_BYTES + ByteBuffer.wrap(tail).getInt(at);
    }
    return new Behind(end, wasForced);
  }

  private SegmentFormat.@Nullable Group soundRecord(byte[] bytes, int end, int at) {
    var in = ByteBuffer.wrap(bytes);
    int body = at + SegmentFormat.RECORD_HEADER_BYTES;
    int length = in.getInt(at);
    boolean fits = length > 0 && length <= end - body;
    if (!fits || SegmentFormat.crc(bytes, body, length) != in.getInt(at + 4)) {
      return null;
    }
    return SegmentFormat.readBody(header, in.slice(body, length));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

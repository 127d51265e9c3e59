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

  private final Path path;
  private final DiskFile file;
  private final SegmentFormat.Header header;
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
    var head = ByteBuffer.allocate(SegmentFormat.RECORD_HEADER_BYTES);
    file.read(head, offset);
    if (head.hasRemaining()) {
      throw new DamagedException(path, offset, "the file ends within the head of a record");
    }
    head.flip();
    int length = head.getInt();
    int crc = head.getInt();
    long left = limit - offset - SegmentFormat.RECORD_HEADER_BYTES;
    if (length < 1 || length > SegmentFormat.MOST_BODY_BYTES || length > left) {
      throw new DamagedException(
          path, offset, "a record claims %d bytes where %d are left".formatted(length, left));
    }
    var body = ByteBuffer.allocate(length);
    file.read(body, offset + SegmentFormat.RECORD_HEADER_BYTES);
    int found = SegmentFormat.crc(body.array(), 0, length);
    if (body.hasRemaining() || found != crc) {
      throw new DamagedException(
          path, offset, "checksum is %08x, the record says %08x".formatted(found, crc));
    }
    SegmentFormat.Group group = SegmentFormat.readBody(header, body.flip());
    if (group == null) {
      throw new DamagedException(path, offset, "the record's body makes no sense");
    }
    offset += SegmentFormat.RECORD_HEADER_BYTES + length;
    return group;
  }

  /**
   * Looks behind a damaged record for sound ones, to learn how far positions went: their events are
   * given up, but they must be counted. Follows the lengths, so a damaged length ends the search.
   *
   * @return the position behind the last one found, or 0
   */
  long endOfSoundRecordsBehind(long limit) throws IOException {
    long end = 0;
    long resumeAt = offset;
    long at = offset;
    while (limit - at > SegmentFormat.RECORD_HEADER_BYTES) {
      var head = ByteBuffer.allocate(SegmentFormat.RECORD_HEADER_BYTES);
      file.read(head, at);
      int length = head.flip().getInt();
      if (length < 1 || length > limit - at - SegmentFormat.RECORD_HEADER_BYTES) {
        break;
      }
      try {
        offset = at;
        SegmentFormat.Group group = next(limit);
        end = group == null ? end : Math.max(end, group.end());
      } catch (DamagedException damaged) {
        // passed over: its length still leads to the next one
      }
      at += SegmentFormat.RECORD_HEADER_BYTES + length;
    }
    offset = resumeAt;
    return end;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

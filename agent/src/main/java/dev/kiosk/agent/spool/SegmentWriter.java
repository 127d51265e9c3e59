package dev.kiosk.agent.spool;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes groups of one lane to its newest segment. Owned by the spool's thread. */
final class SegmentWriter implements Closeable {

  /** Bounds what one damaged record costs, and the memory to read it back. */
  static final int GROUP_BYTES = 64 << 10;

  private final Lane lane;
  private final Disk disk;
  private final SpoolConfig config;
  private final Counters counters;
  private final RecordEncoder encoder = new RecordEncoder();
  private @Nullable DiskFile file;
  private SegmentFormat.@Nullable Header header;
  private @Nullable Segment active;
  private long length;

  SegmentWriter(Lane lane, Disk disk, SpoolConfig config, Counters counters) {
    this.lane = lane;
    this.disk = disk;
    this.config = config;
    this.counters = counters;
  }

  /** What one write did. {@code opened} is a segment that did not exist before. */
  record Written(Segment segment, boolean opened, long bytes) {}

  /** The times and the receipted next that go with a group. */
  record Stamp(long receipted, long runningMillis) {}

  /** What can be read of a file that was not closed in order: to {@code end}. */
  record Tail(SegmentFormat.Header header, long lastWrite, long end) {}

  /**
   * Goes on in a file that was read to its end. Its last write may be there to be read and yet not
   * be durable, and forcing it would not help where that failed before: it is written once more.
   */
  void resume(Segment segment, Tail tail) throws IOException {
    DiskFile resumed = disk.open(segment.file);
    try {
      resumed.truncate(tail.end());
      var again = ByteBuffer.allocate(Math.toIntExact(tail.end() - tail.lastWrite()));
      resumed.read(again, tail.lastWrite());
      resumed.write(again.flip(), tail.lastWrite());
      resumed.force();
      disk.syncDirectory(config.dir());
    } catch (IOException | RuntimeException failure) {
      resumed.close();
      throw failure;
    }
    file = resumed;
    header = tail.header();
    active = segment;
    length = tail.end();
  }

  /**
   * Writes events at positions without a hole, and forces them.
   *
   * @throws IOException after which nothing of this call may be taken as written; the segment is
   *     given up at its last forced byte, and the next call begins a new one
   */
  Written write(List<Entry> entries, Stamp stamp) throws IOException {
    boolean opened = false;
    boolean begins = active == null || length >= config.segmentBytes();
    long before = begins ? 0 : length;
    try {
      if (begins) {
        begin(entries.get(0), stamp);
        opened = true;
      }
      DiskFile out = file;
      SegmentFormat.Header of = header;
      Segment segment = active;
      if (out == null || of == null || segment == null) {
        throw new IllegalStateException("no segment is open");
      }
      before = length;
      for (int from = 0; from < entries.size(); ) {
        int to = endOfGroup(entries, from);
        var so = new SegmentFormat.Stamp(stamp.receipted(), stamp.runningMillis(), length - before);
        ByteBuffer record = encoder.record(of, so, entries.subList(from, to));
        int bytes = record.remaining();
        out.write(record, length);
        length += bytes;
        from = to;
      }
      out.force();
      counters.count(Counter.SPOOL_FORCES);
      counters.add(Counter.SPOOL_BYTES_WRITTEN, length - before);
      return new Written(segment, opened, length);
    } catch (IOException | RuntimeException failure) {
      giveUp(before);
      throw failure;
    }
  }

  private void begin(Entry first, Stamp stamp) throws IOException {
    close();
    Path path = config.dir().resolve(Segment.fileName(lane, first.position));
    var begun = new SegmentFormat.Header(first.position, stamp.runningMillis(), first.wallMillis);
    DiskFile out = disk.open(path);
    file = out;
    out.truncate(0); // a file of that name is the leftover of a write that failed
    out.write(SegmentFormat.header(begun), 0);
    out.force(); // before any record: a power cut must not keep one without it
    disk.syncDirectory(config.dir());
    counters.add(Counter.SPOOL_BYTES_WRITTEN, SegmentFormat.HEADER_BYTES);
    header = begun;
    active = new Segment(lane, first.position, path);
    length = SegmentFormat.HEADER_BYTES;
  }

  private static int endOfGroup(List<Entry> entries, int from) {
    long bytes = entries.get(from).payload.length;
    int end = from + 1;
    while (end < entries.size() && bytes + entries.get(end).payload.length <= GROUP_BYTES) {
      bytes += entries.get(end).payload.length;
      end++;
    }
    return end;
  }

  /** Whether this is the file being written to. */
  boolean isActive(Segment segment) {
    return segment == active;
  }

  /** Leaves the file as it was before the write that failed, as far as the disk lets it. */
  private void giveUp(long forced) {
    DiskFile out = file;
    forget();
    if (out == null) {
      return;
    }
    try (out) {
      out.truncate(forced);
    } catch (IOException ignored) {
      // The failure that led here is the one to tell. What is left behind the forced bytes was not
      // accepted, and a reader can tell so.
      forget();
    }
  }

  private void forget() {
    file = null;
    active = null;
    header = null;
  }

  /** Ends the newest segment; the next write begins another. */
  @Override
  public void close() throws IOException {
    DiskFile open = file;
    forget();
    if (open != null) {
      open.close();
    }
  }
}

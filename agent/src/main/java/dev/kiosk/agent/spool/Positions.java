package dev.kiosk.agent.spool;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps a position from ever naming two events: positions are reserved here in blocks
 * before they are used.
 *
 * <pre>
 * positions   two slots of 128 bytes, written and forced in turn; the sound one with the higher number holds
 *
 * slot        8 bytes  magic "KIOSKPO1"
 *             8 bytes  number of this writing
 *            16 bytes  spool id
 *             8 bytes  running time, milliseconds
 *             8 bytes  1 after an orderly stop, else 0
 *          2 x 24      for alerts and readings: next, reserved end, receipted next
 *             4 bytes  CRC-32C of what stands before
 * </pre>
 */
final class Positions implements Closeable {

  static final String FILE_NAME = "positions";
  private static final int SLOT_BYTES = 128;
  private static final int USED_BYTES = 8 + 8 + 16 + 8 + 8 + 48;
  private static final long MAGIC = magic();

  private final DiskFile file;
  private long number;

  private Positions(DiskFile file, long number) {
    this.file = file;
    this.number = number;
  }

  /** One lane's part of a slot. */
  record LanePositions(long next, long reservedEnd, long receipted) {}

  /** What a slot says. */
  record Slot(
      UUID spool,
      long runningMillis,
      boolean orderly,
      LanePositions alerts,
      LanePositions readings) {

    LanePositions of(Lane lane) {
      return lane == Lane.ALERTS ? alerts : readings;
    }
  }

  /**
   * The file and what it said, if it said anything that can be trusted.
   *
   * @param damaged a slot is neither sound nor unused: either its writing was cut short, or it was
   *     the newest and is lost
   */
  record Opened(Positions positions, @Nullable Slot slot, boolean damaged) {}

  static Opened open(Disk disk, Path dir) throws IOException {
    Path path = dir.resolve(FILE_NAME);
    DiskFile file = disk.open(path);
    try {
      long size = file.size();
      var bytes = ByteBuffer.allocate(2 * SLOT_BYTES);
      if (size < 2 * SLOT_BYTES) {
        file.write(
            ByteBuffer.allocate((int) (2 * SLOT_BYTES - size)),
            size); // preallocated: it is overwritten for ever
        file.force();
        disk.syncDirectory(dir);
      }
      file.read(bytes, 0);
      Numbered best = newest(bytes);
      boolean damaged = false;
      for (int i = 0; i < 2; i++) {
        byte[] slot = slot(bytes, i);
        damaged |= readSlot(slot) == null && !isZero(slot);
      }
      return new Opened(
          new Positions(file, best == null ? 0 : best.number),
          best == null ? null : best.slot,
          damaged);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** What the file says, without opening it for writing; null when it says nothing. */
  static @Nullable Slot peek(Disk disk, Path dir) throws IOException {
    var bytes = ByteBuffer.allocate(2 * SLOT_BYTES);
    try (DiskFile file = disk.openRead(dir.resolve(FILE_NAME))) {
      file.read(bytes, 0);
    }
    Numbered best = newest(bytes);
    return best == null ? null : best.slot;
  }

  private static @Nullable Numbered newest(ByteBuffer bytes) {
    Numbered best = null;
    for (int i = 0; i < 2; i++) {
      Numbered read = readSlot(slot(bytes, i));
      if (read != null && (best == null || read.number > best.number)) {
        best = read;
      }
    }
    return best;
  }

  private static byte[] slot(ByteBuffer bytes, int i) {
    byte[] slot = new byte[USED_BYTES + 4];
    bytes.clear().position(i * SLOT_BYTES).get(slot);
    return slot;
  }

  /** Writes the slot that is not the current one, and forces it. */
  void write(Slot slot) throws IOException {
    long writing = number + 1;
    var bytes = ByteBuffer.allocate(SLOT_BYTES);
    bytes.putLong(MAGIC).putLong(writing);
    bytes
        .putLong(slot.spool().getMostSignificantBits())
        .putLong(slot.spool().getLeastSignificantBits());
    bytes.putLong(slot.runningMillis()).putLong(slot.orderly() ? 1 : 0);
    for (Lane lane : Lane.values()) {
      LanePositions of = slot.of(lane);
      bytes.putLong(of.next()).putLong(of.reservedEnd()).putLong(of.receipted());
    }
    bytes.putInt(SegmentFormat.crc(bytes.array(), 0, USED_BYTES));
    bytes.position(0);
    file.write(bytes, writing % 2 * SLOT_BYTES);
    file.force();
    number = writing;
  }

  /** Bytes that one writing costs. */
  static int bytesWritten() {
    return SLOT_BYTES;
  }

  private record Numbered(long number, Slot slot) {}

  private static @Nullable Numbered readSlot(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    if (in.getInt(USED_BYTES) != SegmentFormat.crc(bytes, 0, USED_BYTES) || in.getLong() != MAGIC) {
      return null;
    }
    long number = in.getLong();
    var spool = new UUID(in.getLong(), in.getLong());
    long runningMillis = in.getLong();
    boolean orderly = in.getLong() == 1;
    var alerts = new LanePositions(in.getLong(), in.getLong(), in.getLong());
    var readings = new LanePositions(in.getLong(), in.getLong(), in.getLong());
    return new Numbered(number, new Slot(spool, runningMillis, orderly, alerts, readings));
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static long magic() {
    return ByteBuffer.wrap("KIOSKPO1".getBytes(StandardCharsets.US_ASCII)).getLong();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

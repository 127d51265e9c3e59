package dev.kiosk.agent.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A file of the fake disk: what can be read of it, and what of that would survive a power cut. */
final class FakeFile {

  /** A power cut may tear a write at these boundaries. */
  private static final int SECTOR = 512;

  private byte[] content = new byte[0];
  private byte[] durable = new byte[0];
  private final List<Change> unforced = new ArrayList<>();

  /** A write (bytes at a position) or a truncation (bytes null, position the new size). */
  private static final class Change {
    final byte @Nullable [] bytes;
    final long position;

    Change(byte @Nullable [] bytes, long position) {
      this.bytes = bytes;
      this.position = position;
    }

    byte[] appliedTo(byte[] before) {
      if (bytes == null) {
        return Arrays.copyOf(before, (int) position);
      }
      int end = (int) position + bytes.length;
      byte[] after = Arrays.copyOf(before, Math.max(before.length, end));
      System.arraycopy(bytes, 0, after, (int) position, bytes.length);
      return after;
    }

    Change torn(Random random) {
      byte[] whole = bytes;
      if (whole == null || whole.length <= SECTOR || random.nextInt(3) > 0) {
        return this;
      }
      int sectors = random.nextInt(whole.length / SECTOR + 1);
      return new Change(Arrays.copyOf(whole, sectors * SECTOR), position);
    }
  }

  FakeFile copy() {
    var copy = new FakeFile();
    copy.content = content;
    copy.durable = durable;
    copy.unforced.addAll(unforced);
    return copy;
  }

  byte[] content() {
    return content.clone();
  }

  int size() {
    return content.length;
  }

  int read(ByteBuffer target, long position) {
    int count = (int) Math.max(0, Math.min(target.remaining(), content.length - position));
    target.put(content, (int) Math.min(position, content.length), count);
    return count;
  }

  void write(byte[] bytes, long position) {
    change(new Change(bytes, position));
  }

  void truncate(long size) {
    if (size < content.length) {
      change(new Change(null, size));
    }
  }

  private void change(Change change) {
    content = change.appliedTo(content);
    unforced.add(change);
  }

  void force() {
    for (Change change : unforced) {
      durable = change.appliedTo(durable);
    }
    unforced.clear();
  }

  /** A force failed: what it should have made durable never will be. */
  void loseUnforced() {
    unforced.clear();
  }

  /** Of what was not forced any subset survives, writes torn at a sector. */
  void cutPower(Random random) {
    for (Change change : unforced) {
      if (random.nextBoolean()) {
        durable = change.torn(random).appliedTo(durable);
      }
    }
    unforced.clear();
    content = durable;
  }

  /** The medium itself changed. */
  void become(byte[] bytes) {
    content = bytes;
    durable = bytes;
    unforced.clear();
  }
}

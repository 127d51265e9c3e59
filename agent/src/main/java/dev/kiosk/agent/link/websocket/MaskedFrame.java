package dev.kiosk.agent.link.websocket;

import java.nio.ByteBuffer;

/**
 * A whole frame of a client, RFC 6455 sections 5.2 and 5.3, not in fragments. The library masks
 * through a buffer byte by byte, which costs more than all else that is done for an event.
 */
final class MaskedFrame {

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;
  private static final int MANY_BYTES = 1024;
  private static final int MOST_IN_7_BITS = 125;
  private static final int MOST_IN_16_BITS = 0xFFFF;
  private static final int IN_16_BITS = 126;
  private static final int IN_64_BITS = 127;

  private MaskedFrame() {}

  /**
   * The bytes of a frame.
   *
   * @param opcode of section 5.2, 0 to 15
   * @param payload not changed
   * @param mask not to be guessed by whoever wrote the payload, section 10.3
   */
  static ByteBuffer of(int opcode, byte[] payload, int mask) {
    int length = payload.length;
    byte[] bytes = new byte[headBytes(length) + length];
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.put((byte) (FINAL | opcode));
    if (length <= MOST_IN_7_BITS) {
      frame.put((byte) (MASKED | length));
    } else if (length <= MOST_IN_16_BITS) {
      frame.put((byte) (MASKED | IN_16_BITS)).putShort((short) length);
    } else {
      frame.put((byte) (MASKED | IN_64_BITS)).putLong(length);
    }
    frame.putInt(mask);
    int begin = frame.position();
    frame.put(payload).flip();
    mask(frame, bytes, begin, mask);
    return frame;
  }

  private static int headBytes(int length) {
    int lengthBytes =
        length <= MOST_IN_7_BITS ? 0 : length <= MOST_IN_16_BITS ? Short.BYTES : Long.BYTES;
    return 2 + lengthBytes + MASK_BYTES;
  }

  /** Eight at a time where there are many; a short one in an array, where nothing is called. */
  private static void mask(ByteBuffer frame, byte[] bytes, int begin, int mask) {
    int at = begin;
    int end = bytes.length;
    if (end - begin >= MANY_BYTES) {
      long twice = ((long) mask << Integer.SIZE) | (mask & 0xFFFF_FFFFL);
      for (; at <= end - Long.BYTES; at += Long.BYTES) {
        frame.putLong(at, frame.getLong(at) ^ twice);
      }
    }
    for (int shift = 24; at < end; at++, shift = shift == 0 ? 24 : shift - Byte.SIZE) {
      bytes[at] ^= (byte) (mask >>> shift);
    }
  }
}

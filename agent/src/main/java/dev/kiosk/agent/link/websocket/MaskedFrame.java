package dev.kiosk.agent.link.websocket;

import java.nio.ByteBuffer;

/**
 * A whole frame of a client, RFC 6455 sections 5.2 and 5.3, not in fragments. The library masks
 * through a buffer byte by byte, which costs more than all else that is done for an event; here it
 * is done in an array, where neither compiled nor interpreted code calls anything.
 */
final class MaskedFrame {

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;
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
    ByteBuffer frame = ByteBuffer.allocate(headBytes(length) + length);
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
    mask(frame.array(), begin, mask);
    return frame;
  }

  private static int headBytes(int length) {
    int lengthBytes =
        length <= MOST_IN_7_BITS ? 0 : length <= MOST_IN_16_BITS ? Short.BYTES : Long.BYTES;
    return 2 + lengthBytes + MASK_BYTES;
  }

  private static void mask(byte[] frame, int begin, int mask) {
    byte first = (byte) (mask >>> 24);
    byte second = (byte) (mask >>> 16);
    byte third = (byte) (mask >>> 8);
    byte fourth = (byte) mask;
    int at = begin;
    for (; at <= frame.length - MASK_BYTES; at += MASK_BYTES) {
      frame[at] ^= first;
      frame[at + 1] ^= second;
      frame[at + 2] ^= third;
      frame[at + 3] ^= fourth;
    }
    for (int shift = 24; at < frame.length; at++, shift -= Byte.SIZE) {
      frame[at] ^= (byte) (mask >>> shift);
    }
  }
}

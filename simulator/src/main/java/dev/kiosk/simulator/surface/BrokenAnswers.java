package dev.kiosk.simulator.surface;

import java.util.Arrays;

/**
 * What a fault of the network makes of the answers of one connection, where it changes bytes.
 * Counts, so one for each connection; for one thread.
 */
public final class BrokenAnswers {

  /**
   * Breaks a fixed bit of every ESC/POS status, begins no frame, no text and no line, and is
   * neither XON nor XOFF.
   */
  private static final byte[] GARBAGE = {0x00, (byte) 0xFF, (byte) 0x93};

  private int sentBytes;
  private int garbageBytes;

  /** The bytes that leave instead of an answer; none at all for SILENT. */
  public byte[] of(byte[] answer, NetworkFault fault) {
    byte[] bytes =
        switch (fault.mode()) {
          case OK, SLOW, SINGLE -> answer;
          case SILENT, REFUSE, CLOSE -> new byte[0];
          case GARBAGE -> garbage(answer.length);
          case HALF -> Arrays.copyOf(answer, answer.length / 2);
          case DROP -> Arrays.copyOf(answer, Math.min(left(fault), answer.length));
        };
    sentBytes += bytes.length;
    return bytes;
  }

  /** Whether the connection breaks now. */
  public boolean broken(NetworkFault fault) {
    return switch (fault.mode()) {
      case REFUSE, CLOSE -> true;
      case DROP -> left(fault) == 0;
      default -> false;
    };
  }

  private int left(NetworkFault fault) {
    return Math.max(0, fault.amount() - sentBytes);
  }

  private byte[] garbage(int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = GARBAGE[garbageBytes++ % GARBAGE.length];
    }
    return bytes;
  }
}

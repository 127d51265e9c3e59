package dev.kiosk.agent.device.escpos;

/**
 * Tells apart, byte by byte, what a printer may send on its own and what answers a DLE EOT.
 *
 * <pre>
 *   0xx1xx10  (b &amp; 93) = 12   answer to DLE EOT
 *   0xx1xx00  (b &amp; 93) = 10   first of the four bytes of an automatic status (ASB)
 *   0xx0xxxx  (b &amp; 90) = 00   second to fourth byte of an automatic status
 *   11, 13                    XON, XOFF: may stand anywhere, also inside an automatic status
 * </pre>
 *
 * <p>Source: Citizen CT-S310 and CBM1000 command references, appendix on status identification. The
 * automatic status appears unasked when the kiosk's application has switched it on.
 */
final class EscPosStream {

  /** What one byte is. */
  enum Kind {
    /** An answer to DLE EOT. */
    ANSWER,
    /** Not an answer, but rightly there: flow control or a part of an automatic status. */
    ASIDE,
    /** Nothing that an ESC/POS printer sends here. */
    FOREIGN
  }

  private static final int XON = 0x11;
  private static final int XOFF = 0x13;

  private int asbBytesToCome;

  /** Takes the next byte, 0 to 255. */
  Kind take(int value) {
    if (value == XON || value == XOFF) {
      return Kind.ASIDE;
    }
    if (asbBytesToCome > 0) {
      if ((value & 0x90) == 0) {
        asbBytesToCome--;
        return Kind.ASIDE;
      }
      asbBytesToCome = 0; // the frame broke off: whatever this is, the stream is out of step
      return Kind.FOREIGN;
    }
    if (isAnswer(value)) {
      return Kind.ANSWER;
    }
    if ((value & 0x93) == 0x10) {
      asbBytesToCome = 3;
      return Kind.ASIDE;
    }
    return Kind.FOREIGN;
  }

  /** Whether an automatic status has begun and not ended. */
  boolean midFrame() {
    return asbBytesToCome > 0;
  }

  /** Whether the fixed bits of an answer to DLE EOT are right. */
  static boolean isAnswer(int value) {
    return (value & ~0x6C) == 0x12;
  }
}

package dev.kiosk.simulator.surface.escpos;

/**
 * How long the commands in a stream of print data are, so that data which looks like a command is
 * not taken for one (Epson ESC/POS Command Reference). Commands it does not know count as two bytes
 * and a parameter, which is what most have.
 *
 * @param headerBytes the bytes of the command itself; 0 if more must come before it is known
 * @param dataBytes how many bytes of data follow; {@link #UNTIL_NUL} for text that a NUL ends
 */
record EscPosCommand(int headerBytes, long dataBytes) {

  /** The data goes on until a byte 0, which belongs to it. */
  static final long UNTIL_NUL = -1;

  static final int DLE = 0x10;
  static final int EOT = 0x04;
  static final int ENQ = 0x05;
  static final int ESC = 0x1B;
  static final int FS = 0x1C;
  static final int GS = 0x1D;

  private static final int DC4 = 0x14;

  /** Whether more bytes must come before its length is known. */
  boolean incomplete() {
    return headerBytes == 0;
  }

  /** The command, or the plain byte, that stands at {@code start}. */
  static EscPosCommand at(byte[] buffer, int start, int end) {
    var bytes = new Window(buffer, start, end);
    int lead = bytes.at(0);
    if (lead != DLE && lead != ESC && lead != FS && lead != GS) {
      return new EscPosCommand(1, 0);
    }
    if (bytes.length() < 2) {
      return plain(0);
    }
    EscPosCommand command =
        switch (lead) {
          case DLE -> realTime(bytes);
          case ESC -> escape(bytes);
          case FS -> kanji(bytes);
          default -> group(bytes);
        };
    return command.headerBytes > bytes.length() ? plain(0) : command;
  }

  private static EscPosCommand realTime(Window bytes) {
    return switch (bytes.at(1)) {
      case EOT -> plain(EscPosCommand.takesParameter(bytes.at(2)) ? 4 : 3);
      case ENQ -> plain(3);
      case DC4 -> plain(bytes.at(2) == 8 ? 10 : 5);
      default -> plain(1);
    };
  }

  /** Whether DLE EOT n is followed by one more byte: ink, peeler and interface status. */
  static boolean takesParameter(int n) {
    return n == 7 || n == 8 || n == 18;
  }

  private static EscPosCommand escape(Window bytes) {
    return switch (bytes.at(1)) {
      case '@', '2', '<', 'i', 'm', 'L', 'S', 0x0C -> plain(2);
      case '$', '\\', 'c' -> plain(4);
      case 'p' -> plain(5);
      case 'W' -> plain(10);
      case 'D' -> new EscPosCommand(2, UNTIL_NUL);
      case '*' -> {
        long columnBytes = bytes.at(2) >= 32 ? 3 : 1;
        yield new EscPosCommand(5, columnBytes * bytes.word(3));
      }
      case '(' -> new EscPosCommand(5, bytes.word(3));
      default -> plain(3);
    };
  }

  private static EscPosCommand kanji(Window bytes) {
    return switch (bytes.at(1)) {
      case '&', '.' -> plain(2);
      case 'p' -> plain(4);
      default -> plain(3);
    };
  }

  private static EscPosCommand group(Window bytes) {
    return switch (bytes.at(1)) {
      case ':', 0xE1 -> plain(2);
      case 'L', 'W', 'P', '$', '\\' -> plain(4);
      case '^' -> plain(5);
      case 'V' -> plain(bytes.at(2) >= 'A' ? 4 : 3);
      case 'v' -> new EscPosCommand(8, bytes.word(4) * bytes.word(6));
      case '*' -> new EscPosCommand(4, 8L * bytes.at(2) * bytes.at(3));
      case '(' -> new EscPosCommand(5, bytes.word(3));
      case '8' -> new EscPosCommand(7, bytes.word(3) | bytes.word(5) << 16);
      case 'k' ->
          bytes.at(2) >= 'A' ? new EscPosCommand(4, bytes.at(3)) : new EscPosCommand(3, UNTIL_NUL);
      default -> plain(3);
    };
  }

  private static EscPosCommand plain(int bytes) {
    return new EscPosCommand(bytes, 0);
  }

  /** A part of a buffer; what lies behind its end reads as 0. */
  private static final class Window {

    private final byte[] buffer;
    private final int start;
    private final int end;

    Window(byte[] buffer, int start, int end) {
      this.buffer = buffer;
      this.start = start;
      this.end = end;
    }

    int length() {
      return end - start;
    }

    int at(int index) {
      return index < length() ? buffer[start + index] & 0xFF : 0;
    }

    /** Two bytes, the less significant first. */
    long word(int index) {
      return at(index) | (long) at(index + 1) << 8;
    }
  }
}

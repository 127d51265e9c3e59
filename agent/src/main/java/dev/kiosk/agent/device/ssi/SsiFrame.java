package dev.kiosk.agent.device.ssi;

import dev.kiosk.agent.device.ssi.SsiException.Kind;
import java.util.Arrays;
import java.util.Set;

/**
 * One message of the Simple Serial Interface (Zebra, Simple Serial Interface Programmer's Guide
 * 72E-40451; Symbol SE-923 Integration Guide, chapter 6). Pure.
 *
 * <pre>
 *   LEN  OPCODE  SOURCE  STATUS  DATA ...   CHECKSUM
 *    1     1       1       1     LEN - 4       2      bytes
 * </pre>
 *
 * LEN counts all bytes before the checksum. SOURCE is 4 for the host and 0 for the scanner. The
 * checksum is the two's complement of the sum of all bytes before it, high byte first.
 */
public final class SsiFrame {

  /** Sent by the host: what are you? */
  static final int REQUEST_REVISION = 0xA3;

  /** The scanner's answer to it, text. */
  static final int REPLY_REVISION = 0xA4;

  /** Received and understood. */
  static final int ACK = 0xD0;

  /** Not done; one byte of data gives the reason. */
  static final int NAK = 0xD1;

  /** What was scanned. Never ours to read. */
  static final int DECODE_DATA = 0xF3;

  /** Something happened at the scanner, for instance a scan; one byte. */
  static final int EVENT = 0xF6;

  /** Messages of a scanner that begin with a known opcode: those above, and replies to others. */
  private static final Set<Integer> OF_SCANNERS =
      Set.of(
          REPLY_REVISION, ACK, NAK, DECODE_DATA, EVENT, 0x73, 0x80, 0xB1, 0xB4, 0xC6, 0xD4, 0xD6);

  /** The bytes around the data that are not counted by LEN, and those that are. */
  static final int CHECKSUM_BYTES = 2;

  static final int LEAST_LENGTH = 4;
  private static final int SHORTEST_LOOK_ALIKE = 3;

  private static final int HOST = 0x04;
  private static final int SCANNER = 0x00;

  /** Retransmission, continuation, permanence, and one that newer firmware sets on replies. */
  private static final int STATUS_BITS = 0x01 | 0x02 | 0x08 | 0x80;

  /** Newer firmware sets it on scans. */
  private static final int SCAN_BIT = 0x20;

  private static final int FROM_LOOK_ALIKE = 0x80;

  private static final String LOOK_ALIKE =
      "it frames its messages without a source byte, as scanners of other makers do whose"
          + " protocol is called SSI too; only Zebra's can be asked";

  private final int opcode;
  private final byte[] data;

  private SsiFrame(int opcode, byte[] data) {
    this.opcode = opcode;
    this.data = data;
  }

  /** What sort of message it is, 0 to 255. */
  int opcode() {
    return opcode;
  }

  /** What it carries. A copy. */
  byte[] data() {
    return data.clone();
  }

  /**
   * The host's question for the revision.
   *
   * @param again whether it was sent before
   */
  static byte[] requestRevision(boolean again) {
    var frame = new byte[LEAST_LENGTH + CHECKSUM_BYTES];
    frame[0] = LEAST_LENGTH;
    frame[1] = (byte) REQUEST_REVISION;
    frame[2] = HOST;
    frame[3] = (byte) (again ? 1 : 0);
    int sum = checksum(frame, LEAST_LENGTH);
    frame[4] = (byte) (sum >> 8);
    frame[5] = (byte) sum;
    return frame;
  }

  /** The checksum of the first so many bytes, 0 to 65535. */
  static int checksum(byte[] bytes, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += bytes[i] & 0xFF;
    }
    return -sum & 0xFFFF;
  }

  /** How many bytes follow the first byte of a message, or -1 when no message begins so. */
  static int bytesAfter(int firstByte) {
    return firstByte < SHORTEST_LOOK_ALIKE ? -1 : firstByte - 1 + CHECKSUM_BYTES;
  }

  /**
   * Reads one whole message of a scanner. Length, checksum, source, opcode and status are checked
   * before anything of it is read.
   *
   * @throws SsiException GARBLED when only the checksum speaks against it, else FOREIGN
   */
  static SsiFrame parse(byte[] frame) throws SsiException {
    if (frame.length < SHORTEST_LOOK_ALIKE + CHECKSUM_BYTES
        || frame.length != (frame[0] & 0xFF) + CHECKSUM_BYTES) {
      throw new SsiException(Kind.FOREIGN, "the length is not that of an SSI message");
    }
    int length = frame[0] & 0xFF;
    int opcode = frame[1] & 0xFF;
    int sent = (frame[length] & 0xFF) << 8 | (frame[length + 1] & 0xFF);
    if (sent != checksum(frame, length)) {
      throw hurt(frame, "the checksum is wrong");
    }
    int source = frame[2] & 0xFF;
    if (length < LEAST_LENGTH || source == FROM_LOOK_ALIKE) {
      throw new SsiException(Kind.FOREIGN, LOOK_ALIKE);
    }
    if (source == HOST) {
      throw new SsiException(Kind.FOREIGN, "our own question came back: something echoes");
    }
    if (source != SCANNER) {
      throw new SsiException(Kind.FOREIGN, "the message is of no scanner by its source byte");
    }
    int status = frame[3] & 0xFF;
    int mayBeSet = opcode == DECODE_DATA ? STATUS_BITS | SCAN_BIT : STATUS_BITS;
    boolean noReason = opcode == NAK && length == LEAST_LENGTH;
    if ((status & ~mayBeSet) != 0 || noReason) {
      // Text where the status should be: one byte too early, so one is missing before it.
      throw new SsiException(Kind.FOREIGN, LOOK_ALIKE);
    }
    return new SsiFrame(opcode, Arrays.copyOfRange(frame, LEAST_LENGTH, length));
  }

  /**
   * Says what a message that broke off, or that fails its checksum, seems to be.
   *
   * @param begin its bytes as far as they came
   */
  static SsiException hurt(byte[] begin, String how) {
    boolean likely =
        begin.length >= SHORTEST_LOOK_ALIKE
            && (begin[0] & 0xFF) >= LEAST_LENGTH
            && OF_SCANNERS.contains(begin[1] & 0xFF)
            && begin[2] == SCANNER;
    return likely
        ? new SsiException(Kind.GARBLED, "a message of the scanner was hurt: " + how)
        : new SsiException(Kind.FOREIGN, "it sends bytes that are no SSI message: " + how);
  }
}

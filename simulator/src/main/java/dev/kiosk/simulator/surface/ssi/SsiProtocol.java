package dev.kiosk.simulator.surface.ssi;

import static dev.kiosk.simulator.device.DeviceCondition.CONFIG_FAULT;
import static dev.kiosk.simulator.device.DeviceCondition.DEVICE_PAUSED;
import static dev.kiosk.simulator.device.DeviceCondition.SCANNING;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.surface.Conversation;
import dev.kiosk.simulator.surface.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A scanner's Simple Serial Interface: tells its revision and its capabilities, refuses while it is
 * paused, asks again for what it could not read.
 *
 * <p>With SCANNING it sends a scan of a made-up barcode when a host connects and before each
 * answer, and again until the host acknowledges it, as a real one does: so it can be seen that an
 * agent leaves scans alone. With CONFIG_FAULT it is in another mode, in which it sends scans as
 * plain text and answers nothing.
 */
public final class SsiProtocol implements Protocol {

  /** What it can show. */
  public static final Set<DeviceCondition> SHOWS =
      Collections.unmodifiableSet(EnumSet.of(DEVICE_PAUSED, CONFIG_FAULT, SCANNING));

  /** In the form of a boarding pass, and of nobody: for tests to look for where it must not be. */
  public static final String MADE_UP_BARCODE =
      "M1NOBODY/FAKE         EXXXXXX XXXYYYZZ 0000 000Y000A0000 100";

  private static final int PDF417 = 0x11;

  /** Opcodes that it knows, told in CAPABILITIES_REPLY behind speeds and serial modes. */
  private static final byte[] CAPABILITIES = {
    0x03,
    (byte) 0xFF,
    0x00,
    0x00,
    (byte) SsiMessage.REQUEST_REVISION,
    (byte) SsiMessage.ACK,
    (byte) SsiMessage.NAK,
    (byte) SsiMessage.CAPABILITIES_REQUEST,
    (byte) SsiMessage.SCAN_ENABLE,
    (byte) SsiMessage.SCAN_DISABLE
  };

  private final SimulatedScanner scanner;
  private final SsiMessage messages;
  private final Happenings happenings;

  /**
   * The language of that scanner.
   *
   * @param happenings told when a host takes a scan, or switches the scanner on or off
   */
  public SsiProtocol(SimulatedScanner scanner, SsiDialect dialect, Happenings happenings) {
    this.scanner = scanner;
    this.messages = new SsiMessage(dialect == SsiDialect.ZEBRA);
    this.happenings = happenings;
  }

  /** In the form of the guide: software, board, scanner id, program checksum. */
  static String revision(SimulatedScanner scanner) {
    String board =
        scanner.identity().product().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    return "SIMSSI-001-R00 %s 0 0000".formatted(board.isEmpty() ? "SCANNER" : board);
  }

  @Override
  public Conversation connected(Consumer<byte[]> unasked) {
    var talk = new Talk();
    scan(false).forEach(unasked);
    return talk;
  }

  /** A scan, if one is being made; in another mode it is the bare text. */
  private List<byte[]> scan(boolean again) {
    Set<DeviceCondition> now = scanner.conditions();
    if (!now.contains(SCANNING) || now.contains(DEVICE_PAUSED)) {
      return List.of();
    }
    byte[] scan =
        now.contains(CONFIG_FAULT)
            ? (MADE_UP_BARCODE + "\r\n").getBytes(StandardCharsets.US_ASCII)
            : messages.scan(PDF417, MADE_UP_BARCODE, again);
    return List.of(scan);
  }

  /** One connection. */
  private final class Talk implements Conversation {

    private static final int ROOM = 1_024;

    private final SsiRequests requests = new SsiRequests();

    @Override
    public int room() {
      return ROOM;
    }

    @Override
    public List<byte[]> receive(byte[] data, int length) {
      var answers = new ArrayList<byte[]>();
      for (SsiRequests.Request request : requests.take(data, length)) {
        if (scanner.conditions().contains(CONFIG_FAULT)) {
          continue;
        }
        if (request.opcode() == SsiMessage.ACK) {
          happenings.happened(scanner.id(), "a host acknowledged a scan");
          continue;
        }
        answers.addAll(scan(true));
        if (request.opcode() != SsiMessage.NAK) {
          answers.add(answer(request.opcode()));
        }
      }
      return answers;
    }

    @Override
    public void close() {
      // a scanner keeps nothing of a host that has gone
    }
  }

  private byte[] answer(int opcode) {
    if (opcode == SsiRequests.Request.HURT) {
      return messages.of(SsiMessage.NAK, SsiMessage.RESEND);
    }
    if (scanner.conditions().contains(DEVICE_PAUSED)) {
      return messages.of(SsiMessage.NAK, SsiMessage.DENIED);
    }
    return switch (opcode) {
      case SsiMessage.REQUEST_REVISION -> messages.of(SsiMessage.REPLY_REVISION, revision(scanner));
      case SsiMessage.CAPABILITIES_REQUEST ->
          messages.of(SsiMessage.CAPABILITIES_REPLY, CAPABILITIES);
      case SsiMessage.SCAN_ENABLE, SsiMessage.SCAN_DISABLE -> {
        String way = opcode == SsiMessage.SCAN_ENABLE ? "on" : "off";
        happenings.happened(scanner.id(), "a host switched it " + way);
        yield messages.of(SsiMessage.ACK);
      }
      default -> messages.of(SsiMessage.NAK, SsiMessage.BAD_CONTEXT);
    };
  }
}

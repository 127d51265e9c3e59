package dev.kiosk.simulator.surface.escpos;

import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a printer does with the bytes it is sent. Knows no socket.
 *
 * <p>Each byte is looked at twice. On arrival for real-time commands (DLE EOT, DLE ENQ), which are
 * obeyed at once and anywhere, even inside an image. Then it goes into the receive buffer, which is
 * worked off only while the printer is online; there the commands GS a, GS r and GS I wait like the
 * text they stand in. Buffer and automatic status belong to the printer: they outlive a connection.
 */
final class EscPosInterpreter {

  /** A usual size of a receive buffer. When it is full the printer takes no more. */
  private static final int BUFFER_BYTES = 16 * 1024;

  /** DLE EOT 20, decimal. */
  private static final int FULL_STATUS = 20;

  /** How far a real-time command has come. */
  private enum RealTime {
    IDLE,
    AFTER_DLE,
    AFTER_EOT,
    AFTER_ENQ,
    PARAMETER,
    AFTER_ESC,
    AFTER_ESC_ENQ
  }

  private final SimulatedPrinter printer;
  private final Dialect dialect;
  private final Happenings happenings;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int size;
  private long dataToSkip;
  private RealTime realTime = RealTime.IDLE;
  private int automaticMask;
  private byte[] lastAutomatic;
  private int fullMask; // Custom's automatic status
  private byte[] lastFull = {};

  EscPosInterpreter(SimulatedPrinter printer, Dialect dialect, Happenings happenings) {
    this.printer = printer;
    this.dialect = dialect;
    this.happenings = happenings;
    this.lastAutomatic = new EscPosStatus(printer).automatic();
  }

  /** A new host: a real-time command that the last one began is forgotten. */
  synchronized void connected() {
    realTime = RealTime.IDLE;
  }

  /** How many bytes it can take now. */
  synchronized int room() {
    return BUFFER_BYTES - size;
  }

  /**
   * Takes bytes from the host.
   *
   * @param length at most {@link #room()}
   * @return the answers, in order
   */
  synchronized List<byte[]> receive(byte[] data, int length) {
    var answers = new ArrayList<byte[]>();
    for (int i = 0; i < length; i++) {
      obey(data[i] & 0xFF, answers);
      buffer[size++] = data[i];
    }
    workOff(answers);
    return answers;
  }

  /** The printer's state changed: what waited may go on, and automatic status may be due. */
  synchronized List<byte[]> printerChanged() {
    var answers = new ArrayList<byte[]>();
    byte[] now = new EscPosStatus(printer).automatic();
    if (automaticChange(lastAutomatic, now)) {
      answers.add(now);
    }
    lastAutomatic = now;
    byte[] full = new CustomStatus(printer).frame(fullMask);
    if (fullMask != 0 && !Arrays.equals(full, lastFull)) {
      answers.add(full);
    }
    lastFull = full;
    workOff(answers);
    return answers;
  }

  private void obey(int value, List<byte[]> answers) {
    RealTime before = realTime;
    realTime = RealTime.IDLE;
    switch (before) {
      case IDLE -> realTime = first(value);
      case AFTER_DLE -> realTime = afterDle(value);
      case AFTER_EOT -> transmitRealTime(value, answers);
      case AFTER_ESC -> {
        realTime = value == EscPosCommand.ENQ ? RealTime.AFTER_ESC_ENQ : first(value);
      }
      case AFTER_ESC_ENQ -> enquire(value, answers);
      case AFTER_ENQ -> recover(value);
      case PARAMETER -> {} // of a command that this printer does not answer
    }
  }

  private RealTime first(int value) {
    if (value == EscPosCommand.ESC && dialect == Dialect.TTP) {
      return RealTime.AFTER_ESC;
    }
    return value == EscPosCommand.DLE ? RealTime.AFTER_DLE : RealTime.IDLE;
  }

  private void transmitRealTime(int n, List<byte[]> answers) {
    if (n >= 1 && n <= 4) {
      answers.add(new byte[] {new EscPosStatus(printer).realTime(n)});
    } else if (n == FULL_STATUS && dialect == Dialect.CUSTOM) {
      answers.add(new CustomStatus(printer).frame(CustomStatus.ALL));
    } else if (EscPosCommand.takesParameter(n)) {
      realTime = RealTime.PARAMETER;
    }
  }

  private void enquire(int what, List<byte[]> answers) {
    var status = new TtpStatus(printer);
    switch (what) {
      case 1 -> answers.add(status.fault());
      case 2 -> answers.add(status.nearEnd());
      default -> {} // what it would tell is cleared by telling: no agent may ask
    }
  }

  private static RealTime afterDle(int value) {
    return switch (value) {
      case EscPosCommand.EOT -> RealTime.AFTER_EOT;
      case EscPosCommand.ENQ -> RealTime.AFTER_ENQ;
      case EscPosCommand.DLE -> RealTime.AFTER_DLE;
      default -> RealTime.IDLE;
    };
  }

  private void recover(int how) {
    if ((how == 1 || how == 2) && printer.recover()) {
      if (how == 2) {
        size = 0;
        dataToSkip = 0;
      }
      happenings.happened(printer.id(), "was told by its host to go on (DLE ENQ " + how + ")");
    }
  }

  private void workOff(List<byte[]> answers) {
    int start = 0;
    while (start < size && !printer.offline()) {
      if (dataToSkip != 0) {
        start = skipData(start);
        continue;
      }
      EscPosCommand command = EscPosCommand.at(buffer, start, size);
      if (command.incomplete()) {
        break;
      }
      if (buffer[start] == EscPosCommand.GS && command.headerBytes() > 1) {
        int n = command.headerBytes() == 3 ? buffer[start + 2] & 0xFF : 0;
        execute(buffer[start + 1] & 0xFF, n, answers);
      }
      start += command.headerBytes();
      dataToSkip = command.dataBytes();
    }
    System.arraycopy(buffer, start, buffer, 0, size - start);
    size -= start;
  }

  private int skipData(int start) {
    if (dataToSkip == EscPosCommand.UNTIL_NUL) {
      int at = start;
      while (at < size && buffer[at] != 0) {
        at++;
      }
      if (at == size) {
        return size;
      }
      dataToSkip = 0;
      return at + 1;
    }
    int skipped = (int) Math.min(dataToSkip, size - start);
    dataToSkip -= skipped;
    return start + skipped;
  }

  private void execute(int function, int n, List<byte[]> answers) {
    switch (function) {
      case 'a' -> {
        automaticMask = n;
        lastAutomatic = new EscPosStatus(printer).automatic();
        if (n != 0) {
          answers.add(lastAutomatic);
        }
      }
      case 0xE0 -> automaticFull(n, answers);
      case 0xE1 -> {
        if (dialect == Dialect.CUSTOM) {
          answers.add(new CustomStatus(printer).paperLeft());
        }
      }
      case 'r' -> transmitStatus(n, answers);
      case 'I' -> transmitIdentity(n, answers);
      default -> {} // prints, cuts or sets something: nothing that a host could read back
    }
  }

  private void automaticFull(int mask, List<byte[]> answers) {
    if (dialect == Dialect.CUSTOM) {
      fullMask = mask & CustomStatus.ALL;
      lastFull = new CustomStatus(printer).frame(fullMask);
      if (fullMask != 0) {
        answers.add(lastFull);
      }
    }
  }

  private void transmitStatus(int n, List<byte[]> answers) {
    var status = new EscPosStatus(printer);
    if (n == 1 || n == '1') {
      answers.add(new byte[] {status.paper()});
    } else if (n == 2 || n == '2') {
      answers.add(new byte[] {status.drawer()});
    }
  }

  private void transmitIdentity(int n, List<byte[]> answers) {
    Identity identity = printer.identity();
    switch (n) {
      case 1, '1' -> answers.add(new byte[] {0x20}); // model id
      case 2, '2' -> answers.add(new byte[] {0x02}); // type id: a cutter is fitted
      case 3, '3' -> answers.add(new byte[] {0x01}); // firmware id
      case 65 -> answers.add(text("1.00"));
      case 66 -> answers.add(text(identity.manufacturer()));
      case 67 -> answers.add(text(identity.product()));
      case 68 -> answers.add(text(identity.serial()));
      default -> {} // not offered
    }
  }

  /** An information block: 5F, the text, 00. */
  private static byte[] text(String text) {
    return ('_' + text + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a part of the status that GS a asked for is another now. */
  private boolean automaticChange(byte[] before, byte[] now) {
    int first = (before[0] ^ now[0]) & 0xFF;
    boolean drawer = (first & 0x04) != 0;
    boolean online = (first & 0x28) != 0;
    boolean panel = (first & 0x40) != 0;
    boolean error = before[1] != now[1];
    boolean roll = before[2] != now[2];
    return enabled(0, drawer)
        || enabled(1, online)
        || enabled(2, error)
        || enabled(3, roll)
        || enabled(6, panel);
  }

  private boolean enabled(int bit, boolean changed) {
    return changed && (automaticMask >> bit & 1) != 0;
  }
}

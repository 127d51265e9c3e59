package dev.kiosk.agent.device.transport;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.util.Arrays;

/**
 * Sets an open serial port for raw bytes and gives it back as it was (POSIX.1-2017, termios.h;
 * struct termios and its bits as on Linux, x86-64 and Arm).
 *
 * <p>Opening a port raises DTR and RTS; no program can prevent that. Closing would lower them
 * again, and a printer or scanner that takes that for a reset would be reset at every look. So the
 * setting that lowers them (HUPCL) is the one that is not given back: the lines stay up.
 */
final class SerialSettings {

  private static final int SIZE = 60;
  private static final int C_IFLAG = 0;
  private static final int C_CFLAG = 8;

  private static final int IXOFF = 0x1000;
  private static final int CSIZE = 0x30;
  private static final int CS7 = 0x20;
  private static final int CS8 = 0x30;
  private static final int CSTOPB = 0x40;
  private static final int CREAD = 0x80;
  private static final int PARENB = 0x100;
  private static final int PARODD = 0x200;
  private static final int HUPCL = 0x400;
  private static final int CLOCAL = 0x800;
  private static final int CRTSCTS = 0x8000_0000;

  private final OpenNode node;
  private final Memory before;
  private final Memory ours;

  private SerialSettings(OpenNode node, Memory before, Memory ours) {
    this.node = node;
    this.before = before;
    this.ours = ours;
  }

  /**
   * Sets a port.
   *
   * @throws TransportException ABSENT when the node is no serial port, CLOSED when it does not take
   *     the settings
   */
  static SerialSettings apply(SerialEndpoint wanted, OpenNode node) throws TransportException {
    Memory before = current(wanted, node);
    var changed = new Memory(SIZE);
    changed.write(0, before.getByteArray(0, SIZE), 0, SIZE);
    try {
      LibC libc = node.libc();
      libc.cfmakeraw(changed);
      libc.cfsetspeed(changed, wanted.baud());
      changed.setInt(C_IFLAG, changed.getInt(C_IFLAG) & ~IXOFF);
      changed.setInt(C_CFLAG, control(changed.getInt(C_CFLAG), wanted));
      if (!same(before, changed)) {
        libc.tcsetattr(node.fd(), LibC.TCSANOW, changed);
      }
    } catch (LastErrorException refused) {
      throw new TransportException(
          Trouble.CLOSED,
          wanted + ": the port does not take these settings (" + refused.getMessage() + ")",
          refused);
    }
    before.setInt(C_CFLAG, before.getInt(C_CFLAG) & ~HUPCL); // is not given back
    // A port may keep what it cannot do otherwise: what it has now is what we shall compare with.
    return new SerialSettings(node, before, current(wanted, node));
  }

  private static Memory current(SerialEndpoint wanted, OpenNode node) throws TransportException {
    var termios = new Memory(SIZE);
    termios.clear();
    try {
      node.libc().tcgetattr(node.fd(), termios);
      return termios;
    } catch (LastErrorException refused) {
      throw OpenNode.absent(
          wanted.toString(), wanted.path() + " is not a serial port that works", refused);
    }
  }

  private static int control(int flags, SerialEndpoint wanted) {
    int cleared = flags & ~(CSIZE | CSTOPB | PARENB | PARODD | HUPCL | CRTSCTS);
    int parity =
        switch (wanted.parity()) {
          case "even" -> PARENB;
          case "odd" -> PARENB | PARODD;
          default -> 0;
        };
    return cleared
        | CREAD
        | CLOCAL
        | (wanted.dataBits() == 7 ? CS7 : CS8)
        | (wanted.stopBits() == 2 ? CSTOPB : 0)
        | parity;
  }

  /** Whether the port had other settings and has ours still: else another program has set it. */
  boolean areToGiveBack() {
    var now = new Memory(SIZE);
    now.clear();
    try {
      node.libc().tcgetattr(node.fd(), now);
      return same(now, ours) && !same(before, ours);
    } catch (LastErrorException unplugged) {
      return false; // there is nothing left to give back
    }
  }

  /** Gives the port the settings it had. */
  void giveBack() {
    try {
      node.libc().tcsetattr(node.fd(), LibC.TCSANOW, before);
    } catch (LastErrorException unplugged) {
      return; // there is nothing left to give back
    }
  }

  private static boolean same(Memory one, Memory other) {
    return Arrays.equals(one.getByteArray(0, SIZE), other.getByteArray(0, SIZE));
  }
}

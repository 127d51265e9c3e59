package dev.kiosk.simulator.surface.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The device's side of one pseudo terminal. It never keeps the host's side open: whoever looks who
 * holds the port must find the host only. Not for several threads.
 */
final class Pty implements AutoCloseable {

  private static final int O_RDWR = 2;
  private static final int O_NOCTTY = 0x100;
  private static final int O_NONBLOCK = 0x800;
  private static final int TCSANOW = 0;
  private static final short POLLIN = 1;
  private static final short POLLHUP = 0x10;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int EIO = 5;
  private static final int NAME_BYTES = 64;

  /** More than struct termios takes on any machine. */
  private static final int TERMIOS_BYTES = 256;

  private final LibC libc;
  private final int fd;
  private final String node;
  private final LibC.PollFd poll = new LibC.PollFd();
  private boolean closed;

  private Pty(LibC libc, int fd, String node) {
    this.libc = libc;
    this.fd = fd;
    this.node = node;
    poll.fd = fd;
    poll.events = POLLIN;
  }

  /**
   * Makes a pseudo terminal that passes all bytes as they are.
   *
   * @throws IOException if the machine gives none
   */
  static Pty open() throws IOException {
    try {
      LibC libc = Native.load("c", LibC.class);
      int fd = libc.posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
      libc.grantpt(fd);
      libc.unlockpt(fd);
      var name = new byte[NAME_BYTES];
      if (libc.ptsname_r(fd, name, name.length) != 0) {
        throw new IOException("a pseudo terminal without a name");
      }
      String node = new String(name, StandardCharsets.US_ASCII).replaceAll("\0.*", "");
      var termios = new Memory(TERMIOS_BYTES);
      libc.tcgetattr(fd, termios);
      libc.cfmakeraw(termios);
      libc.tcsetattr(fd, TCSANOW, termios);
      // The kernel tells that no host is there only once one has been there.
      libc.close(libc.open(node, O_RDWR | O_NOCTTY));
      return new Pty(libc, fd, node);
    } catch (LastErrorException | UnsatisfiedLinkError refused) {
      throw new IOException("no pseudo terminal can be had here: " + refused.getMessage(), refused);
    }
  }

  /** The host's side, for instance {@code /dev/pts/3}. */
  String node() {
    return node;
  }

  /** What a look at the terminal showed. */
  enum State {
    /** No host has it open. */
    NO_HOST,
    /** A host has it open and has sent nothing. */
    QUIET,
    /** There is something to read. */
    READABLE
  }

  /** Waits for something to read, for a while at most; returns at once where no host is. */
  State await(int millis) {
    poll.revents = 0;
    try {
      libc.poll(poll, 1, millis);
    } catch (LastErrorException failed) {
      if (failed.getErrorCode() != EINTR) {
        throw failed;
      }
      return State.QUIET; // a signal came; the next look tells more
    }
    if ((poll.revents & POLLIN) != 0) {
      return State.READABLE;
    }
    return (poll.revents & POLLHUP) != 0 ? State.NO_HOST : State.QUIET;
  }

  /** Reads what is there, often nothing. */
  byte[] read() {
    var buffer = new byte[1_024];
    try {
      int count = (int) libc.read(fd, buffer, buffer.length);
      return Arrays.copyOf(buffer, Math.max(0, count));
    } catch (LastErrorException failed) {
      if (failed.getErrorCode() == EAGAIN || failed.getErrorCode() == EIO) {
        return new byte[0]; // nothing there after all, or the host has just left
      }
      throw failed;
    }
  }

  /** Sends. What finds no room is lost, as on a line without flow control. */
  void write(byte[] bytes) {
    try {
      libc.write(fd, bytes, bytes.length);
    } catch (LastErrorException failed) {
      if (failed.getErrorCode() != EAGAIN && failed.getErrorCode() != EIO) {
        throw failed;
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      libc.close(fd);
    }
  }
}

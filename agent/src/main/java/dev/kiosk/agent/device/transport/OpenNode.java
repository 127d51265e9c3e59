package dev.kiosk.agent.device.transport;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;
import dev.kiosk.agent.device.transport.TransportException.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A device node that was opened without blocking, so that no read and no write ever waits by
 * itself. For one thread.
 */
final class OpenNode implements AutoCloseable {

  /** Nothing to read now. */
  static final int NOTHING = 0;

  /** Nothing can come any more. */
  static final int GONE = -1;

  /** What a read of no bytes means; that differs between drivers of the kernel. */
  enum EmptyRead {
    /** The device is gone: terminals. */
    IS_THE_END,
    /** The device had nothing to say: printers, which may send empty packets. */
    IS_NOTHING
  }

  /** Fills an int (Linux include/uapi/asm-generic/ioctls.h). */
  private static final long TIOCGEXCL = 0x80045440L;

  /** Fills an int: the bytes that wait to be sent (the same). */
  private static final long TIOCOUTQ = 0x5411L;

  private static final long EMPTY_PACKET_NANOS = Duration.ofMillis(10).toNanos();

  private final String endpoint;
  private final EmptyRead emptyRead;
  private final LibC libc;
  private final int fd;
  private boolean closed;
  private volatile boolean closing;

  OpenNode(String endpoint, EmptyRead emptyRead, LibC libc, int fd) {
    this.endpoint = endpoint;
    this.emptyRead = emptyRead;
    this.libc = libc;
    this.fd = fd;
  }

  /**
   * Opens a node for reading and writing.
   *
   * @param endpoint how messages name it
   * @throws TransportException ABSENT, DENIED, IN_USE when the kernel lets nobody else in,
   *     UNREACHABLE for anything else
   */
  static OpenNode open(String endpoint, Path node, EmptyRead emptyRead) throws TransportException {
    try {
      LibC libc = Native.load("c", LibC.class);
      int flags = LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC;
      return new OpenNode(endpoint, emptyRead, libc, libc.open(node.toString(), flags));
    } catch (LastErrorException refused) {
      throw explain(endpoint, node, refused);
    } catch (LinkageError noNativeCode) {
      throw TransportException.denied(
          endpoint,
          "the agent cannot call the C library ("
              + noNativeCode.getMessage()
              + "); expected a folder from which it may load code, see -Djna.tmpdir",
          noNativeCode);
    }
  }

  private static TransportException explain(String endpoint, Path node, LastErrorException error) {
    return switch (error.getErrorCode()) {
      case LibC.ENOENT, LibC.ENXIO, LibC.ENODEV, LibC.ENOTDIR, LibC.EIO ->
          absent(endpoint, "there is no device " + node, error);
      case LibC.EACCES -> TransportException.denied(endpoint, NodeRight.missing(node), error);
      case LibC.EPERM -> TransportException.denied(endpoint, NodeRight.forbidden(node), error);
      case LibC.EBUSY ->
          new TransportException(
              Trouble.IN_USE, endpoint + ": another program on this kiosk has opened it", error);
      default ->
          new TransportException(
              Trouble.UNREACHABLE,
              endpoint + ": it cannot be opened (" + error.getMessage() + ")",
              error);
    };
  }

  static TransportException absent(String endpoint, String why, @Nullable Throwable cause) {
    return new TransportException(Trouble.ABSENT, endpoint + ": " + why, cause);
  }

  /**
   * Whether another program has claimed the device for itself alone, by the terminal's own mark
   * (tty_ioctl(2), TIOCEXCL; root is let in all the same) or by an advisory lock (flock(2)). Leaves
   * neither.
   */
  boolean isClaimed() {
    var mark = new IntByReference();
    try {
      libc.ioctl(fd, new NativeLong(TIOCGEXCL), mark);
    } catch (LastErrorException notATerminal) {
      mark.setValue(0);
    }
    try {
      libc.flock(fd, LibC.LOCK_SH | LibC.LOCK_NB);
      libc.flock(fd, LibC.LOCK_UN);
    } catch (LastErrorException refused) {
      return refused.getErrorCode() == LibC.EAGAIN || mark.getValue() != 0;
    }
    return mark.getValue() != 0;
  }

  /** The calls for what is special to one kind of device. */
  LibC libc() {
    return libc;
  }

  /** The number of the open file. */
  int fd() {
    return fd;
  }

  /**
   * Waits until something can be read.
   *
   * @return false when nothing can come any more; true otherwise, also when nothing came in time
   */
  boolean awaitInput(int millis) {
    return (poll(LibC.POLLIN, millis) & (LibC.POLLERR | LibC.POLLHUP | LibC.POLLNVAL)) == 0;
  }

  /** Waits until it takes more bytes. */
  void awaitRoom(int millis) {
    poll(LibC.POLLOUT, millis);
  }

  private int poll(short events, int millis) {
    var which = new LibC.PollFd();
    which.fd = fd;
    which.events = events;
    try {
      libc.poll(which, new NativeLong(1), millis);
      return (which.revents & events) == 0 ? which.revents : 0;
    } catch (LastErrorException interrupted) {
      return 0; // a signal: the caller looks at the clock and comes again
    }
  }

  /**
   * Reads what is there.
   *
   * @return how many bytes came, {@link #NOTHING} or {@link #GONE}
   * @throws TransportException SILENT when the device has no way to send anything
   */
  int read(byte[] into) throws TransportException {
    try {
      int count = libc.read(fd, into, new NativeLong(into.length)).intValue();
      if (count > 0) {
        return count;
      }
      if (emptyRead == EmptyRead.IS_THE_END) {
        return GONE;
      }
      // A printer that sends empty packets without end must not keep a core busy.
      LockSupport.parkNanos(EMPTY_PACKET_NANOS);
      return NOTHING;
    } catch (LastErrorException none) {
      switch (none.getErrorCode()) {
        case LibC.EAGAIN, LibC.EINTR -> {
          return NOTHING;
        }
        case LibC.EINVAL ->
            throw new TransportException(
                Trouble.SILENT, endpoint + ": this device takes bytes and never sends any", none);
        default -> {
          return GONE;
        }
      }
    }
  }

  /**
   * Writes what there is room for.
   *
   * @return how many bytes it took, {@link #NOTHING} or {@link #GONE}
   */
  int write(byte[] bytes) {
    try {
      return libc.write(fd, bytes, new NativeLong(bytes.length)).intValue();
    } catch (LastErrorException none) {
      int error = none.getErrorCode();
      return error == LibC.EAGAIN || error == LibC.EINTR ? NOTHING : GONE;
    }
  }

  /**
   * Drops what was written and not sent yet. Only for a node that nobody else has: the bytes of
   * another program would go as well.
   */
  void dropUnsent() {
    try {
      if (hasUnsent()) {
        libc.tcflush(fd, LibC.TCOFLUSH);
      }
    } catch (LastErrorException unplugged) {
      return; // they are gone already
    }
  }

  boolean hasUnsent() {
    var bytes = new IntByReference();
    try {
      libc.ioctl(fd, new NativeLong(TIOCOUTQ), bytes);
      return bytes.getValue() > 0;
    } catch (LastErrorException notATerminal) {
      return false;
    }
  }

  /**
   * Whether the kernel is not done with closing it, so that opening it again would have to wait.
   */
  boolean isClosing() {
    return closing;
  }

  /**
   * {@inheritDoc} Returns at once. The kernel lets a terminal send what it still has to (up to 30
   * s, closing_wait in serial_core.c of Linux); a thread of its own waits for that.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (hasUnsent()) {
      closing = true;
      var closer = new Thread(this::closeNow, "port-close");
      closer.setDaemon(true);
      closer.start();
    } else {
      closeNow();
    }
  }

  private void closeNow() {
    try {
      libc.close(fd);
    } catch (LastErrorException alreadyGone) {
      return; // Linux frees the file in any case
    } finally {
      closing = false;
    }
  }
}

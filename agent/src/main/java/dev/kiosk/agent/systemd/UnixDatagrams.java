package dev.kiosk.agent.systemd;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Datagrams to a Unix domain socket, through the C library: Java 17 has stream sockets of that
 * family only. For 64-bit Linux. From any thread.
 */
final class UnixDatagrams implements Datagrams {

  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;

  /** Else it waits for as long as nobody takes what was sent before. */
  private static final int MSG_DONTWAIT = 0x40;

  private static final int EAGAIN = 11;
  private static final int CLOCK_MONOTONIC = 1;

  /** What the C library offers (POSIX.1-2017). Every call throws the error number. */
  interface LibC extends Library {

    int socket(int family, int type, int protocol) throws LastErrorException;

    int connect(int fd, byte[] address, int length) throws LastErrorException;

    NativeLong send(int fd, byte[] bytes, NativeLong length, int flags) throws LastErrorException;

    /** Fills seconds and nanoseconds. */
    int clock_gettime(int clock, long[] time) throws LastErrorException;
  }

  private final LibC libc;
  private final int fd;
  private final byte[] address;

  private UnixDatagrams(LibC libc, int fd, byte[] address) {
    this.libc = libc;
    this.fd = fd;
    this.address = address;
  }

  /**
   * Opens the way; it is never closed.
   *
   * @param socket a path or {@code @name}
   * @throws IOException when this machine does not let the C library be called, or has no socket
   */
  static UnixDatagrams to(String socket) throws IOException {
    try {
      LibC libc = Native.load("c", LibC.class);
      int fd = libc.socket(UnixAddress.FAMILY, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      return new UnixDatagrams(libc, fd, UnixAddress.of(socket));
    } catch (LinkageError noNativeCode) { // as where nothing may be executed in the folder for it
      throw new IOException("native code cannot be loaded: " + noNativeCode, noNativeCode);
    } catch (LastErrorException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  @Override
  public boolean send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      libc.connect(fd, address, address.length); // anew: the listener may have been replaced
      libc.send(fd, bytes, new NativeLong(bytes.length), MSG_DONTWAIT);
      return true;
    } catch (LastErrorException refused) {
      if (refused.getErrorCode() == EAGAIN) {
        return false;
      }
      throw new IOException(refused.getMessage(), refused);
    }
  }

  @Override
  public long monotonicMicros() {
    var time = new long[2];
    libc.clock_gettime(CLOCK_MONOTONIC, time);
    return time[0] * 1_000_000 + time[1] / 1000;
  }
}

package dev.kiosk.agent.systemd;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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

  private final byte[] address;
  private volatile @Nullable Socket opened;

  private record Socket(LibC libc, int fd) {}

  /**
   * The way to there. Nothing of the library is loaded yet.
   *
   * @param socket a path or {@code @name}
   */
  UnixDatagrams(String socket) {
    this.address = UnixAddress.of(socket);
  }

  /** {@inheritDoc} The socket is never closed. */
  @Override
  public void open() throws IOException {
    try {
      LibC libc = Native.load("c", LibC.class);
      opened = new Socket(libc, libc.socket(UnixAddress.FAMILY, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    } catch (LinkageError noNativeCode) { // as where nothing may be executed in the folder for it
      throw new IOException("native code cannot be loaded: " + reason(noNativeCode), noNativeCode);
    } catch (LastErrorException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  private static String reason(LinkageError failure) {
    String message = String.valueOf(failure.getMessage());
    return message.lines().findFirst().orElse(failure.getClass().getSimpleName());
  }

  private Socket socket() throws IOException {
    Socket socket = opened;
    if (socket == null) {
      throw new IOException("the socket is not open");
    }
    return socket;
  }

  @Override
  public boolean send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Socket to = socket();
    try {
      to.libc.connect(to.fd, address, address.length); // anew: another may listen there by now
      to.libc.send(to.fd, bytes, new NativeLong(bytes.length), MSG_DONTWAIT);
      return true;
    } catch (LastErrorException refused) {
      if (refused.getErrorCode() == EAGAIN) {
        return false;
      }
      throw new IOException(refused.getMessage(), refused);
    }
  }

  @Override
  public long monotonicMicros() throws IOException {
    var time = new long[2];
    socket().libc.clock_gettime(CLOCK_MONOTONIC, time);
    return time[0] * 1_000_000 + time[1] / 1000;
  }
}

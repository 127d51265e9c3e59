package dev.kiosk.agent.systemd;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The service manager's end: a real socket that takes datagrams. */
public final class NotifySocket implements AutoCloseable {

  private static final int SOCK_DGRAM = 2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int EAGAIN = 11;

  private interface LibC extends Library {
    int socket(int family, int type, int protocol) throws LastErrorException;

    int bind(int fd, byte[] address, int length) throws LastErrorException;

    NativeLong recv(int fd, byte[] into, NativeLong length, int flags) throws LastErrorException;

    int close(int fd) throws LastErrorException;
  }

  private final LibC libc = Native.load("c", LibC.class);
  private final int fd;
  private final List<String> told = new ArrayList<>();

  private NotifySocket(String name) {
    fd = libc.socket(UnixAddress.FAMILY, SOCK_DGRAM, 0);
    byte[] address = UnixAddress.of(name);
    libc.bind(fd, address, address.length);
  }

  /** Listens at a path or {@code @name}. */
  public static NotifySocket at(String name) {
    return new NotifySocket(name);
  }

  /** All that has come so far. */
  public List<String> told() {
    var bytes = new byte[8192];
    try {
      while (true) {
        int length = libc.recv(fd, bytes, new NativeLong(bytes.length), MSG_DONTWAIT).intValue();
        told.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
      }
    } catch (LastErrorException nothingMore) {
      if (nothingMore.getErrorCode() != EAGAIN) {
        throw nothingMore;
      }
    }
    return List.copyOf(told);
  }

  @Override
  public void close() {
    libc.close(fd);
  }
}

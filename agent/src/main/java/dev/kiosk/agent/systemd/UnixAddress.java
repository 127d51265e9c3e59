package dev.kiosk.agent.systemd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The address of a Unix domain socket as the kernel takes it (unix(7)).
 *
 * <pre>
 *   family (2 bytes, the machine's order) | path, 0          a name in the file system
 *   family                                | 0, name          an abstract name: its length is the address's
 * </pre>
 */
final class UnixAddress {

  /** {@code AF_UNIX}. */
  static final int FAMILY = 1;

  /** {@code sun_path} has 108 bytes; a path needs one for its end, an abstract name one before. */
  private static final int MOST_BYTES = 107;

  private UnixAddress() {}

  /** Whether it is one that {@link #of} takes: an absolute path or {@code @name}. */
  static boolean isKnown(String socket) {
    int bytes = socket.getBytes(StandardCharsets.UTF_8).length;
    boolean path = socket.startsWith("/");
    return (path && bytes <= MOST_BYTES)
        || (socket.startsWith("@") && bytes > 1 && bytes <= MOST_BYTES + 1);
  }

  static byte[] of(String socket) {
    byte[] name = socket.getBytes(StandardCharsets.UTF_8);
    boolean path = socket.startsWith("/");
    var address =
        ByteBuffer.allocate(2 + name.length + (path ? 1 : 0)).order(ByteOrder.nativeOrder());
    address.putShort((short) FAMILY).put(name);
    if (!path) {
      address.put(2, (byte) 0); // in place of the @
    }
    return address.array();
  }
}

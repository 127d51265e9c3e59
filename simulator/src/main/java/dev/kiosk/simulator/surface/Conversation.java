package dev.kiosk.simulator.surface;

import java.util.List;

/**
 * What the bytes of one connection mean to a device. Knows no socket. One thread at a time calls
 * {@link #room()} and {@link #receive}.
 */
public interface Conversation extends AutoCloseable {

  /** How many bytes it can take now; while it is 0 the rest stays with the host. */
  int room();

  /**
   * Takes bytes from the host, in pieces as they happen to come.
   *
   * @param data its first {@code length} bytes; not kept
   * @param length at least 1, at most {@link #room()}
   * @return the answers, in order, each whole; a fault of the network may break each
   */
  List<byte[]> receive(byte[] data, int length);

  /** Whether the device hangs up once it has said what it had to say. */
  default boolean over() {
    return false;
  }

  /** The connection has ended. */
  @Override
  void close();
}

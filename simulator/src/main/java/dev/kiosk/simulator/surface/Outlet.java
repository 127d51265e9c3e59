package dev.kiosk.simulator.surface;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a device meets the world: a port, a serial line, a place on a bus. A device may
 * have several; all show the same state.
 */
public interface Outlet extends AutoCloseable {

  /** The agent's driver that can ask there, for instance {@code escpos}. */
  String driver();

  /** Where, as an agent's configuration names it, for instance {@code tcp://127.0.0.1:9100}. */
  String endpoint();

  /** What the network in front of it does now; null if there is none that could be broken. */
  default @Nullable NetworkFault network() {
    return null;
  }

  /** The network faults that it can show; empty if there is no network. */
  default Set<NetworkFault.Mode> faults() {
    return network() == null ? Set.of() : EnumSet.allOf(NetworkFault.Mode.class);
  }

  /**
   * Breaks or mends the network; it is so when this returns.
   *
   * @param fault one whose mode is in {@link #faults()}
   * @throws IOException if that cannot be done; the message is one sentence
   */
  default void network(NetworkFault fault) throws IOException {
    throw new IOException(endpoint() + " is not on a network; break it by a condition.");
  }

  /** Takes the device away from there. May be called twice. */
  @Override
  void close() throws IOException;
}

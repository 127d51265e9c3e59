package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport;
import dev.kiosk.agent.link.TransportEvent;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way of one kiosk into the network: remembers its connection, so that it can be harmed. */
final class Line implements Transport {

  private final SharedTransport network;
  private final Peak opened;
  private volatile @Nullable FleetConnection current;

  /**
   * A line.
   *
   * @param opened counts each connection that came to be
   */
  Line(SharedTransport network, Peak opened) {
    this.network = network;
    this.opened = opened;
  }

  @Override
  public Connection connect(Target target, Consumer<TransportEvent> events) {
    FleetConnection begun =
        FleetConnection.begin(
            network,
            target,
            event -> {
              if (event instanceof TransportEvent.Opened) {
                opened.count();
              }
              events.accept(event);
            });
    current = begun;
    return begun;
  }

  /** The newest connection; null before the first. */
  @Nullable FleetConnection current() {
    return current;
  }

  /** Does something later, in a thread of the network. */
  void later(Duration delay, Runnable what) {
    network.later(delay, what);
  }

  /** The connection is over in order, and need not be remembered. */
  void left() {
    current = null;
  }

  /** The process that had the connection is gone, and with it its sockets. */
  void processGone() {
    FleetConnection left = current;
    if (left != null) {
      left.abort();
    }
    current = null;
  }
}

package dev.kiosk.agent.status;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.door.Door;
import dev.kiosk.agent.door.DoorRules;
import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the status over HTTP: {@code /} a page that keeps itself fresh, {@code /status} JSON,
 * {@code /metrics} for Prometheus, {@code /healthz}. It only reads: GET and HEAD, nothing else; no
 * cross-origin access; and only under a host name that is the agent's own, so that a web page
 * elsewhere cannot read it by pointing its name here (DNS rebinding).
 *
 * <p>Each request has a connection of its own, and sixteen are served at once. A client that has
 * not asked after three seconds, or not listened after sixty, is dropped.
 */
public final class StatusServer implements AutoCloseable {

  /** The time for an answer is longer than what the stream of a live page takes. */
  static final DoorRules RULES =
      new DoorRules("status", 16, Duration.ofSeconds(3), Duration.ofSeconds(60));

  private static final int BACKLOG = 16;

  private final InetSocketAddress address;
  private final StatusVisitor visitor;
  private final Door door;
  private @Nullable Doors own;

  private StatusServer(InetSocketAddress address, StatusVisitor visitor, Door door) {
    this.address = address;
    this.visitor = visitor;
    this.door = door;
  }

  /**
   * Starts to serve, at a door that nothing else has to do with.
   *
   * @param address where; port 0 takes a free one
   * @param snapshots asked once for each request, from any thread
   * @param counters where it counts what it refuses
   * @throws IOException when the address cannot be had; the message says what to do
   */
  public static StatusServer listen(
      InetSocketAddress address, Supplier<StatusSnapshot> snapshots, Counters counters)
      throws IOException {
    var own = new Doors(Time.system());
    StatusServer server = listen(own, address, snapshots, counters);
    server.own = own;
    return server;
  }

  /** The same, at one of several doors; it closes its own one only. */
  public static StatusServer listen(
      Doors doors, InetSocketAddress address, Supplier<StatusSnapshot> snapshots, Counters counters)
      throws IOException {
    ServerSocketChannel channel = bind(address);
    try {
      var bound = (InetSocketAddress) channel.getLocalAddress();
      var hosts = new HostCheck(address.getHostString());
      var visitor = new StatusVisitor(hosts, snapshots, counters, doors.time());
      return new StatusServer(bound, visitor, doors.open(channel, RULES, visitor));
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
    String where = address.getHostString() + ":" + address.getPort();
    if (address.isUnresolved()) {
      throw new IOException(
          "the status page cannot listen on "
              + where
              + ": this machine does not know that name; correct \"listen\" in [status]");
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      // connections of an agent that has just stopped may still be on their way out
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(address, BACKLOG);
    } catch (BindException refused) {
      channel.close();
      throw new IOException(
          "the status page cannot listen on "
              + where
              + ": "
              + words(refused)
              + "; stop what uses it (ss -ltnp shows it) or choose another \"listen\" in [status]",
          refused);
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  private static String words(BindException refused) {
    String message = String.valueOf(refused.getMessage());
    return message.contains("in use") ? "the port is taken" : message;
  }

  /** Where it listens, with the port that it got. */
  public InetSocketAddress address() {
    return address;
  }

  /** Whether a page is open that wants to be kept fresh by {@link #show}. */
  public boolean watched() {
    return visitor.streams().watched();
  }

  /** Whom to wake when somebody begins to look. */
  public void onWatched(Runnable wake) {
    visitor.streams().onViewer(wake);
  }

  /** Keeps the open pages fresh. Takes no snapshot when there is none. */
  public void show() {
    if (watched()) {
      visitor.streams().publish(visitor.frame());
    }
  }

  /** Stops at once; answers under way are cut off. */
  @Override
  public void close() {
    visitor.streams().close();
    door.close();
    if (own != null) {
      own.close();
    }
  }
}

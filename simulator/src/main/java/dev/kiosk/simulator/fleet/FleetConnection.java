package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport;
import dev.kiosk.agent.link.TransportEvent;
import dev.kiosk.agent.link.TransportEvent.Closed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.JettyUpgradeListener;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one kiosk, as the agent's link sees it, on the threads that all share. It can
 * be made to fail: cut, read slowly, or become half open.
 *
 * <p>Public only because Jetty calls it through a public lookup; nobody else is meant to.
 */
public final class FleetConnection
    implements Transport.Connection, Session.Listener, JettyUpgradeListener {

  /** RFC 6455 section 5.5: 125 bytes for the code and the reason. */
  private static final int MOST_REASON_CHARS = 100;

  private static final int SWITCHING_PROTOCOLS = 101;

  private final SharedTransport network;
  private final Consumer<TransportEvent> events;
  private final AtomicLong queued = new AtomicLong();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile @Nullable Session session;
  private volatile boolean over;
  private volatile boolean severed;
  private volatile int readDelayMillis;
  private OptionalInt refusal = OptionalInt.empty();
  private OptionalLong retryAfter = OptionalLong.empty();

  private FleetConnection(SharedTransport network, Consumer<TransportEvent> events) {
    this.network = network;
    this.events = events;
  }

  /** Begins an attempt, see {@link Transport#connect}. */
  static FleetConnection begin(
      SharedTransport network, Target target, Consumer<TransportEvent> events) {
    var connection = new FleetConnection(network, events);
    var request = new ClientUpgradeRequest(target.uri());
    request.setSubProtocols(target.subprotocol());
    request.setTimeout(target.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    String token = target.token();
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    try {
      var unused =
          network
              .client()
              .connect(connection, request, connection)
              .whenComplete((opened, failure) -> connection.connected(failure));
    } catch (IOException | RuntimeException failure) {
      connection.connected(failure);
    }
    return connection;
  }

  private void connected(@Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      end(new Closed(OptionalInt.empty(), refusal, retryAfter, String.valueOf(cause.getMessage())));
    }
  }

  @Override
  public void onHandshakeResponse(Request request, Response response) {
    if (response.getStatus() != SWITCHING_PROTOCOLS) {
      refusal = OptionalInt.of(response.getStatus());
      String wish = response.getHeaders().get(HttpHeader.RETRY_AFTER);
      if (wish != null && wish.matches("\\d{1,9}")) {
        retryAfter = OptionalLong.of(Long.parseLong(wish));
      }
    }
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    if (over) {
      opened.disconnect();
      return;
    }
    session = opened;
    String chosen = opened.getUpgradeResponse().getAcceptedSubProtocol();
    events.accept(new TransportEvent.Opened(chosen == null ? "" : chosen));
    opened.demand();
  }

  @Override
  public void onWebSocketText(String text) {
    arrived(new TransportEvent.Text(text));
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    callback.succeed();
    arrived(new TransportEvent.Unreadable("a binary frame"));
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    Session open = session;
    if (open != null && !severed) {
      open.sendPong(payload, Callback.NOOP);
    }
    arrived(new TransportEvent.Pinged());
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    boolean ours = payload.remaining() == Long.BYTES;
    arrived(new TransportEvent.Pong(ours ? payload.getLong() : -1));
  }

  private void arrived(TransportEvent event) {
    if (severed) {
      return; // and nothing more is read: the network is gone, and nobody is told
    }
    events.accept(event);
    int delay = readDelayMillis;
    if (delay == 0) {
      demand();
    } else {
      network.later(Duration.ofMillis(delay), this::demand);
    }
  }

  private void demand() {
    Session open = session;
    if (open != null && open.isOpen()) {
      open.demand();
    }
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    end(Closed.because(String.valueOf(cause.getMessage())));
  }

  @Override
  public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
    callback.succeed();
    String words = "closed by the server with " + code + ": " + reason;
    end(new Closed(OptionalInt.of(code), OptionalInt.empty(), OptionalLong.empty(), words));
  }

  private void end(Closed how) {
    if (severed) {
      return; // the kiosk must find out by itself
    }
    over = true;
    if (told.compareAndSet(false, true)) {
      events.accept(how);
    }
  }

  @Override
  public void send(byte[] utf8) {
    Session open = session;
    if (open == null || over) {
      return;
    }
    queued.addAndGet(utf8.length);
    if (!severed) {
      Callback written = Callback.from(() -> queued.addAndGet(-utf8.length), this::failed);
      open.sendText(new String(utf8, StandardCharsets.UTF_8), written);
    }
  }

  @Override
  public void ping(long number) {
    Session open = session;
    if (open != null && !over && !severed) {
      ByteBuffer payload = ByteBuffer.allocate(Long.BYTES).putLong(0, number);
      open.sendPing(payload, Callback.from(() -> {}, this::failed));
    }
  }

  private void failed(Throwable cause) {
    onWebSocketError(cause);
  }

  @Override
  public long queuedBytes() {
    return over ? 0 : queued.get();
  }

  @Override
  public void close(int code, String reason) {
    over = true;
    Session open = session;
    if (open != null && !severed) {
      String cut = reason.substring(0, Math.min(reason.length(), MOST_REASON_CHARS));
      open.close(code, cut, Callback.from(() -> {}, failure -> open.disconnect()));
    }
  }

  @Override
  public void abort() {
    over = true;
    Session open = session;
    if (open != null && !severed) {
      open.disconnect();
    }
  }

  /** The connection breaks without a close frame. */
  void cut() {
    Session open = session;
    if (open != null) {
      open.disconnect();
      end(Closed.because("the connection broke"));
    }
  }

  /** From now on each frame is read so much after the one before; 0 mends it. */
  void readSlowly(int delayMillis) {
    readDelayMillis = delayMillis;
  }

  /**
   * Becomes half open: nothing goes through, and neither side is told. The kiosk gives it up by its
   * own clock; the server's end stays for as long as is said here.
   */
  void sever(Duration serverSide) {
    Session open = session;
    if (open != null) {
      severed = true;
      network.later(serverSide, open::disconnect);
    }
  }
}

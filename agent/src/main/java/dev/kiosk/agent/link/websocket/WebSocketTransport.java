package dev.kiosk.agent.link.websocket;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport;
import dev.kiosk.agent.link.TransportEvent;
import dev.kiosk.agent.time.Time;
import java.util.function.Consumer;

/**
 * Carries frames over WebSocket (RFC 6455), in the clear or over TLS.
 *
 * <ul>
 *   <li>All addresses of a name are tried in turn; the deadline covers the lookup, TCP and TLS
 *       together, and again the whole upgrade, however slowly its bytes drip in.
 *   <li>The certificate must be trusted and carry the server's name.
 *   <li>A subprotocol is offered; a server that answers none is fine, one that answers another is
 *       not. No extension is offered.
 *   <li>A text frame above 64 KiB is told as {@link TransportEvent.Unreadable} and dropped, one
 *       above 1 MiB ends the connection with close code 1009.
 *   <li>Heartbeats are left to the caller.
 *   <li>When {@link TransportEvent.Closed} is told, the socket is closed and its threads are about
 *       to end. Only a name lookup that hangs in the operating system outlives it, in a daemon
 *       thread.
 * </ul>
 */
public final class WebSocketTransport implements Transport {

  private final TlsSource tls;
  private final Time time;

  /**
   * A transport; connections share nothing else.
   *
   * @param tls asked at each {@code wss} connection
   * @param time for a Retry-After that names a moment
   */
  public WebSocketTransport(TlsSource tls, Time time) {
    this.tls = tls;
    this.time = time;
  }

  @Override
  public Connection connect(Target target, Consumer<TransportEvent> events) {
    return WebSocketConnection.start(target, events, tls, time);
  }
}

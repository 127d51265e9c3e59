package dev.kiosk.simulator.hub;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** Says to the agent what it is told to say, at once. */
final class DirectPeer implements Peer {

  private final Session session;
  private final Outbox outbox;

  /** The peer of a connection that is open. */
  DirectPeer(Session session) {
    this.session = session;
    this.outbox = new Outbox(session);
  }

  @Override
  public void welcome(long alerts, long readings) {
    send(
        "{\"kind\":\"welcome\",\"lanes\":{\"alerts\":{\"next\":%d},\"readings\":{\"next\":%d}}}"
            .formatted(alerts, readings));
  }

  @Override
  public void receipt(String lane, long next) {
    send("{\"kind\":\"receipt\",\"lane\":\"%s\",\"next\":%d}".formatted(lane, next));
  }

  @Override
  public void pong(ByteBuffer payload) {
    session.sendPong(payload, Callback.NOOP);
  }

  @Override
  public void send(String message) {
    outbox.send(message);
  }

  @Override
  public void demand() {
    if (session.isOpen()) {
      session.demand();
    }
  }

  @Override
  public void close(int code, String reason) {
    Outbox.close(session, code, reason);
  }

  @Override
  public void cut() {
    session.disconnect();
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }
}

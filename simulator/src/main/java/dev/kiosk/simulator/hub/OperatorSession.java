package dev.kiosk.simulator.hub;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The conversation with one operator: the plain contract, telemetry out and commands in.
 *
 * <p>An operator that reads too slowly loses its oldest events, never a reply, and holds up nobody.
 * The plain contract has no message to tell it so; the hub counts and logs it.
 *
 * <p>Public only because Jetty calls it through a public lookup; nobody else is meant to.
 */
public final class OperatorSession implements Session.Listener {

  /** Agents pass over longer commands, so a connection that sends one is closed with 1009. */
  private static final int MAX_COMMAND_CHARS = 64 << 10;

  private final Core core;
  private final String tenantId;
  private final boolean mayCommand;
  private volatile @Nullable Session session;
  private volatile @Nullable Outbox outbox;
  private volatile boolean behind;

  /**
   * A session that is not open yet.
   *
   * @param tenantId whose events it sees and whose hosts it may command
   */
  OperatorSession(Core core, String tenantId, boolean mayCommand) {
    this.core = core;
    this.tenantId = tenantId;
    this.mayCommand = mayCommand;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    opened.setMaxTextMessageSize(MAX_COMMAND_CHARS);
    outbox = new Outbox(opened);
    session = opened;
    core.operators().add(tenantId, this);
    Logger.info("an operator of {} connected", tenantId);
    core.events().operatorConnected(tenantId);
    opened.demand();
  }

  @Override
  public void onWebSocketText(String frame) {
    command(frame);
    demand();
  }

  private void command(String frame) {
    Fields fields;
    try {
      fields = core.decoder().operatorFrame(frame);
    } catch (ProtocolViolation violation) {
      Logger.debug("operator of {}: frame ignored: {}", tenantId, violation.reason());
      return; // nobody to answer to: without a cid there is no reply in the contract
    }
    String cid = fields.textOrNull("cid");
    if (cid == null || !Fields.isName(cid)) {
      Logger.debug("operator of {}: frame without a cid ignored", tenantId);
      return;
    }
    if (!mayCommand) {
      nack(cid, "unsupported-command: this token may read but not command");
      return;
    }
    String kind = fields.textOrNull("kind");
    String host = fields.textOrNull("host");
    if (kind == null || host == null || !Fields.isName(host)) {
      nack(cid, "malformed: a command needs the strings kind, host and cid");
    } else if (!kind.equals("set-threshold") && !kind.equals("clear-threshold")) {
      nack(cid, "unsupported-command: this hub relays set-threshold and clear-threshold");
    } else {
      core.relay().relay(new CommandRelay.Command(new HostId(tenantId, host), cid, frame), this);
    }
  }

  /** Sends a reply, which is never dropped. */
  void reply(String json) {
    Outbox open = outbox;
    if (open != null) {
      open.send(json);
    }
  }

  private void nack(String cid, String reason) {
    reply(CommandRelay.nack(cid, reason));
  }

  /** Shows an event; returns how many older ones it pushed out. */
  int show(String json) {
    Outbox open = outbox;
    int dropped = open == null ? 0 : open.offer(json);
    if (dropped > 0 && !behind) {
      behind = true;
      Logger.warn("an operator of {} reads too slowly and loses its oldest events", tenantId);
      core.events().operatorBehind(tenantId);
    }
    return dropped;
  }

  void ping() {
    Session open = session;
    if (open != null) {
      open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    callback.succeed();
    Session open = session;
    if (open != null) {
      Outbox.close(open, StatusCode.BAD_DATA, "frames must be text");
    }
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    demand();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    Logger.debug("operator of {}: {}", tenantId, cause.toString());
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    callback.succeed();
    core.operators().remove(tenantId, this);
    core.relay().forget(this);
    Logger.info("an operator of {} left", tenantId);
  }

  private void demand() {
    Session open = session;
    if (open != null && open.isOpen()) {
      open.demand();
    }
  }
}

package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.access.Guest;
import dev.kiosk.simulator.hub.access.Pass;
import dev.kiosk.simulator.hub.command.Answer;
import dev.kiosk.simulator.hub.command.Asker;
import dev.kiosk.simulator.hub.metrics.Counter;
import dev.kiosk.simulator.hub.page.PageFeed;
import dev.kiosk.simulator.hub.page.PageView;
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
public final class OperatorSession implements Session.Listener, Asker, Guest {

  private final Core core;
  private final String tenantId;
  private final Pass pass;
  private final CommandDesk desk;
  private final @Nullable PageFeed feed;
  private volatile @Nullable PageView view;
  private volatile @Nullable Session session;
  private volatile @Nullable Outbox outbox;
  private volatile boolean behind;

  /**
   * A session that is not open yet.
   *
   * @param tenantId whose events it sees and whose hosts it may command
   * @param pass what its token allows
   * @param feed what tells the operator page what is new; null for one that is shown each event
   */
  OperatorSession(Core core, String tenantId, Pass pass, @Nullable PageFeed feed) {
    this.core = core;
    this.tenantId = tenantId;
    this.pass = pass;
    this.desk = new CommandDesk(core);
    this.feed = feed;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    opened.setMaxTextMessageSize(CommandDesk.MAX_COMMAND_BYTES); // beyond it 1009
    outbox = new Outbox(opened);
    session = opened;
    core.access().enter(this);
    if (feed == null) {
      core.operators().add(tenantId, this);
    } else {
      view = feed.open(tenantId, this::tell);
    }
    Logger.info("an operator of {} connected", tenantId);
    core.events().operatorConnected(tenantId);
    opened.demand();
  }

  @Override
  public void onWebSocketText(String frame) {
    PageView page = view;
    if (page == null || !page.heard(frame)) {
      command(frame);
    }
    demand();
  }

  private void command(String frame) {
    String nobody = desk.take(frame, tenantId, pass.grant(), this);
    if (nobody != null) { // without a cid there is no reply in the contract
      Logger.debug("operator of {}: frame ignored: {}", tenantId, nobody);
    }
  }

  @Override
  public String who() {
    return pass.grant().name();
  }

  /** Sends a reply, which is never dropped. */
  @Override
  public void answered(Answer answer) {
    tell(answer.json());
  }

  private void tell(String json) {
    Outbox open = outbox;
    if (open != null) {
      open.send(json);
    }
  }

  @Override
  public Pass pass() {
    return pass;
  }

  @Override
  public void expelled() {
    core.counters().add(Counter.EXPELLED, 1);
    Session open = session;
    if (open != null) {
      Outbox.close(open, StatusCode.POLICY_VIOLATION, Guest.REASON);
    }
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
    PageView page = view;
    if (page != null) {
      page.close();
    }
    core.relay().forget(tenantId, this);
    core.access().leave(this);
    Logger.info("an operator of {} left", tenantId);
  }

  private void demand() {
    Session open = session;
    if (open != null && open.isOpen()) {
      open.demand();
    }
  }
}

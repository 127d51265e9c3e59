package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.AgentFrame.Batch;
import dev.kiosk.simulator.hub.AgentFrame.Hello;
import dev.kiosk.simulator.hub.AgentFrame.Reply;
import dev.kiosk.simulator.hub.AgentFrame.Unknown;
import dev.kiosk.simulator.hub.access.Guest;
import dev.kiosk.simulator.hub.access.Pass;
import dev.kiosk.simulator.hub.command.Command;
import dev.kiosk.simulator.hub.command.Kiosk;
import dev.kiosk.simulator.hub.metrics.Counter;
import dev.kiosk.simulator.hub.metrics.Counters;
import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store;
import dev.kiosk.simulator.hub.store.Store.Appended;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The conversation with one agent, at either level.
 *
 * <p>The next frame is asked for only after the last one was applied to the store; that keeps
 * frames in order and memory bounded, and slows down an agent that is faster than the disk.
 * Receipts, welcomes and pongs leave when everything before them is on disk. In the plain contract
 * the pong is the receipt, so it promises what a receipt does: all events sent before the ping are
 * stored.
 *
 * <p>Public only because Jetty calls it through a public lookup; nobody else is meant to.
 */
public final class AgentSession implements Session.Listener, AgentFrame.Receiver, Guest, Kiosk {

  /** Closes the older of two connections of one host; from the range for private use (RFC 6455). */
  static final int REPLACED = 4001;

  /** Where what is received belongs; a new hello replaces it. */
  private record Binding(HostId host, HostState state, SpoolId spool) {}

  private final Core core;
  private final Pass pass;
  private final boolean plain;
  private volatile @Nullable Peer peer;
  private volatile @Nullable Binding binding;

  /**
   * A session that is not open yet.
   *
   * @param pass what the peer's token allows
   * @param plain whether the plain contract is spoken
   */
  AgentSession(Core core, Pass pass, boolean plain) {
    this.core = core;
    this.pass = pass;
    this.plain = plain;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    Peer agent = core.conduct().peer(opened, plain);
    peer = agent;
    core.access().enter(this);
    agent.demand();
  }

  @Override
  public void onWebSocketText(String frame) {
    heard();
    core.counters().add(Counter.FRAMES, 1);
    core.counters().add(Counter.BYTES, Utf8.length(frame));
    try {
      core.decoder().agentFrame(frame).to(this);
    } catch (ProtocolViolation violation) {
      close(violation);
    }
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    callback.succeed();
    close(StatusCode.BAD_DATA, "frames must be text");
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    heard();
    Peer agent = peer;
    Binding now = binding;
    if (agent == null) {
      return;
    }
    if (now == null) {
      agent.pong(payload); // nothing was stored that it could wait for
      agent.demand();
      return;
    }
    core.store()
        .settle(
            now.spool(),
            new Turn() {
              @Override
              public void settled(Map<String, Long> nexts) {
                agent.pong(payload);
                core.counters().add(Counter.RECEIPTS, plain ? 1 : 0);
              }
            });
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    demand();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    Logger.debug("agent connection {}: {}", name(), cause.toString());
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    callback.succeed();
    core.access().leave(this);
    left("%d %s".formatted(code, reason == null ? "" : reason).strip());
  }

  private void left(String why) {
    Binding now = binding;
    if (now != null && now.state().left(this)) {
      Logger.info("{} left: {}", now.host(), why);
      core.peers().left(now.host().tenantId(), now.host().host());
      core.events().agentLeft(now.host(), why);
    }
  }

  @Override
  public void hello(Hello hello) throws ProtocolViolation {
    if (plain) {
      throw ProtocolViolation.order("hello needs the subprotocol " + HubServer.SUBPROTOCOL);
    }
    Binding before = binding;
    if (before != null && !before.host().equals(hello.host())) {
      throw ProtocolViolation.refused(
          "this connection is of %s, not of %s".formatted(before.host(), hello.host()));
    }
    Binding now = bind(hello.host(), hello.spool(), hello.agent());
    core.store()
        .greet(
            now.spool(),
            new Turn() {
              @Override
              public void settled(Map<String, Long> nexts) {
                Peer agent = peer;
                if (agent != null) {
                  agent.welcome(
                      nexts.getOrDefault(SpoolId.ALERTS, 0L),
                      nexts.getOrDefault(SpoolId.READINGS, 0L));
                }
              }
            });
  }

  @Override
  public void batch(Batch batch) throws ProtocolViolation {
    Binding now = binding;
    if (plain || now == null) {
      throw ProtocolViolation.order("batch before hello");
    }
    for (Event event : batch.events()) {
      checkHost(now, event);
    }
    store(now, batch.lane(), batch.first(), batch.events());
  }

  @Override
  public void event(Event event) throws ProtocolViolation {
    Binding now = binding;
    if (plain && now == null) {
      now = bind(event.host(), SpoolId.PLAIN, null);
    }
    if (now == null) {
      throw ProtocolViolation.order("event before hello");
    }
    checkHost(now, event);
    if (!event.isPlain()) {
      now.state().told(event); // told live, which is never stored
      demand();
    } else if (plain) {
      store(now, SpoolId.PLAIN, Store.NEXT, List.of(event));
    } else {
      throw ProtocolViolation.order(
          "a %s event has a position and belongs into a batch".formatted(event.type()));
    }
  }

  private void store(Binding now, String lane, long first, List<Event> events) {
    core.store()
        .append(new Store.Batch(now.spool(), lane, first, events), new Keeping(now, lane, events));
  }

  @Override
  public void reply(Reply reply) throws ProtocolViolation {
    Binding now = binding;
    if (now == null) {
      throw ProtocolViolation.order("a reply before anything else");
    }
    HostId host = now.host();
    core.relay().answered(host, reply.answer());
    core.peers().replied(host.tenantId(), host.host(), reply.answer().json());
    demand();
  }

  @Override
  public void unknown(Unknown message) {
    core.counters().add(Counter.IGNORED_FRAMES, 1);
    Logger.debug("{} sent a message of unknown kind or type {}", name(), message.kind());
    demand();
  }

  @Override
  public Pass pass() {
    return pass;
  }

  @Override
  public void expelled() {
    core.counters().add(Counter.EXPELLED, 1);
    close(StatusCode.POLICY_VIOLATION, Guest.REASON);
  }

  @Override
  public void take(Command command) {
    send(command.json());
  }

  /** Sends a command as it stands; never blocks. */
  void send(String command) {
    Peer agent = peer;
    if (agent != null) {
      agent.send(command);
    }
  }

  private Binding bind(HostId host, String spool, @Nullable String agent) throws ProtocolViolation {
    if (!pass.grant().mayBeAgent(host.tenantId(), host.host())) {
      throw ProtocolViolation.refused("the token is not of " + host);
    }
    HostState state = core.hosts().admit(host);
    boolean first = binding == null;
    Binding now = new Binding(host, state, new SpoolId(host.tenantId(), host.host(), spool));
    binding = now;
    String level = plain ? "plain" : "v1";
    long nowMillis = core.time().wallMillis().getAsLong();
    AgentSession replaced = state.connected(this, level, agent, nowMillis);
    if (replaced != null) {
      Logger.info("{} connected anew, its older connection is closed", host);
      replaced.close(REPLACED, "replaced by a newer connection of " + host);
    }
    if (first) {
      Logger.info("{} connected, contract {}, agent {}", host, level, agent);
      core.peers().connected(host.tenantId(), host.host(), nowMillis);
      core.events().agentConnected(host, level);
    }
    Peer open = peer;
    if (open != null && !open.isOpen()) {
      left("it ended before it was known whose it is");
    }
    return now;
  }

  private static void checkHost(Binding now, Event event) throws ProtocolViolation {
    if (!now.host().equals(event.host())) {
      throw ProtocolViolation.refused(
          "this connection is of %s, but an event is of %s".formatted(now.host(), event.host()));
    }
  }

  private void receipts(Binding bound, Map<String, Long> nexts) {
    Peer agent = peer;
    if (agent == null || plain || !bound.equals(binding)) {
      return; // the pong is the receipt; or the lanes are of another spool by now
    }
    nexts.forEach(agent::receipt);
    core.counters().add(Counter.RECEIPTS, nexts.size());
  }

  private void heard() {
    Binding now = binding;
    if (now != null) {
      now.state().heard(core.time().wallMillis().getAsLong());
    }
  }

  private void demand() {
    Peer agent = peer;
    if (agent != null) {
      agent.demand();
    }
  }

  private void close(ProtocolViolation violation) {
    core.counters().add(Counter.REFUSED_FRAMES, 1);
    Logger.warn("{} refused: {}", name(), violation.reason());
    close(violation.closeCode(), violation.reason());
  }

  /** Ends the conversation. */
  void close(int code, String reason) {
    Peer agent = peer;
    if (agent != null) {
      agent.close(code, reason);
    }
  }

  private String name() {
    Binding now = binding;
    return now == null ? "an agent that did not say who it is" : now.host().toString();
  }

  /** A frame's turn at the store; when it has had it, the next frame may come. */
  private abstract class Turn implements Store.Settled {

    @Override
    public void taken() {
      demand();
    }

    @Override
    public void failed(String reason) {
      close(StatusCode.TRY_AGAIN_LATER, reason);
    }
  }

  /** Sends receipts and tells operators, once the events are stored. */
  private final class Keeping implements Store.Keeper {

    private final Binding bound;
    private final String lane;
    private final List<Event> events;
    private final long arrivedNanos = core.time().nanos().getAsLong();

    private Keeping(Binding bound, String lane, List<Event> events) {
      this.bound = bound;
      this.lane = lane;
      this.events = events;
    }

    @Override
    public void taken() {
      for (Event event : events) {
        bound.state().told(event);
      }
      demand();
    }

    @Override
    public void stored(Appended done) {
      bound.state().duplicates(events.size() - done.fresh().cardinality());
      count(done);
      receipts(bound, done.nexts());
      done.fresh().stream().forEach(i -> show(events.get(i), done.first() + i));
    }

    private void show(Event event, long position) {
      if (!core.peers().bringsEvents()) {
        core.operators().show(event);
      }
      String spool = bound.spool().spool();
      core.events().eventStored(new StoredEvent(bound.host(), spool, lane, position, event.json()));
    }

    @Override
    public void refused(String reason) {
      close(ProtocolViolation.refused(reason));
    }

    @Override
    public void failed(String reason) {
      close(StatusCode.TRY_AGAIN_LATER, reason);
    }

    private void count(Appended done) {
      Counters counters = core.counters();
      counters.stored(core.time().nanos().getAsLong() - arrivedNanos);
      int fresh = done.fresh().cardinality();
      counters.add(Counter.EVENTS, fresh);
      counters.add(Counter.DUPLICATES, events.size() - fresh);
      counters.add(
          Counter.GAPS, done.fresh().stream().filter(i -> events.get(i).gap() != null).count());
    }
  }
}

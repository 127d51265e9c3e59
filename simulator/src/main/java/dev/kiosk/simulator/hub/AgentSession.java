package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.AgentFrame.Batch;
import dev.kiosk.simulator.hub.AgentFrame.Hello;
import dev.kiosk.simulator.hub.AgentFrame.Reply;
import dev.kiosk.simulator.hub.AgentFrame.Unknown;
import dev.kiosk.simulator.hub.EventStore.Appended;
import dev.kiosk.simulator.hub.access.Guest;
import dev.kiosk.simulator.hub.access.Pass;
import dev.kiosk.simulator.hub.command.Command;
import dev.kiosk.simulator.hub.command.Kiosk;
import dev.kiosk.simulator.hub.metrics.Counter;
import dev.kiosk.simulator.hub.metrics.Counters;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
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
  private record Binding(HostState state, StreamId stream) {}

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
    core.writer()
        .submit(
            new Turn(false) {
              @Override
              public void durable(EventStore store) {
                if (agent != null) {
                  agent.pong(payload);
                  core.counters().add(Counter.RECEIPTS, plain ? 1 : 0);
                }
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
      Logger.info("{} left: {}", now.stream().host(), why);
      core.events().agentLeft(now.stream().host(), why);
    }
  }

  @Override
  public void hello(Hello hello) throws ProtocolViolation {
    if (plain) {
      throw ProtocolViolation.order("hello needs the subprotocol " + HubServer.SUBPROTOCOL);
    }
    Binding before = binding;
    if (before != null && !before.stream().host().equals(hello.host())) {
      throw ProtocolViolation.refused(
          "this connection is of %s, not of %s".formatted(before.stream().host(), hello.host()));
    }
    Binding now = bind(new StreamId(hello.host(), hello.spool(), StreamId.ALERTS), hello.agent());
    Peer agent = peer;
    core.writer()
        .submitUrgent(
            new Turn(false) {
              @Override
              public void durable(EventStore store) {
                if (agent != null) {
                  StreamId alerts = now.stream();
                  agent.welcome(store.next(alerts), store.next(alerts.withLane(StreamId.READINGS)));
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
    core.writer()
        .submit(
            new Store(now, batch.events()) {
              @Override
              Appended append(EventStore store) throws ProtocolViolation {
                return store.append(
                    now.stream().withLane(batch.lane()), batch.first(), batch.events());
              }
            });
  }

  @Override
  public void event(Event event) throws ProtocolViolation {
    Binding now = binding;
    if (plain && now == null) {
      now = bind(new StreamId(event.host(), StreamId.PLAIN, StreamId.PLAIN), null);
    }
    if (now == null) {
      throw ProtocolViolation.order("event before hello");
    }
    checkHost(now, event);
    if (!event.isPlain()) {
      now.state().told(event); // told live, which is never stored
      demand();
    } else if (plain) {
      storePlain(now, event);
    } else {
      throw ProtocolViolation.order(
          "a %s event has a position and belongs into a batch".formatted(event.type()));
    }
  }

  private void storePlain(Binding now, Event event) {
    List<Event> one = List.of(event);
    core.writer()
        .submit(
            new Store(now, one) {
              @Override
              Appended append(EventStore store) throws ProtocolViolation {
                return store.append(now.stream(), store.next(now.stream()), one);
              }
            });
  }

  @Override
  public void reply(Reply reply) throws ProtocolViolation {
    Binding now = binding;
    if (now == null) {
      throw ProtocolViolation.order("a reply before anything else");
    }
    core.relay().answered(now.stream().host(), reply.answer());
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
    Peer agent = peer;
    if (agent != null) {
      agent.send(command.json());
    }
  }

  private Binding bind(StreamId stream, @Nullable String agent) throws ProtocolViolation {
    HostId host = stream.host();
    if (!pass.grant().mayBeAgent(host.tenantId(), host.host())) {
      throw ProtocolViolation.refused("the token is not of " + host);
    }
    HostState state = core.hosts().admit(host);
    boolean first = binding == null;
    Binding now = new Binding(state, stream);
    binding = now;
    String level = plain ? "plain" : "v1";
    AgentSession replaced =
        state.connected(this, level, agent, core.time().wallMillis().getAsLong());
    if (replaced != null) {
      Logger.info("{} connected anew, its older connection is closed", host);
      replaced.close(REPLACED, "replaced by a newer connection of " + host);
    }
    if (first) {
      Logger.info("{} connected, contract {}, agent {}", host, level, agent);
      core.events().agentConnected(host, level);
    }
    Peer open = peer;
    if (open != null && !open.isOpen()) {
      left("it ended before it was known whose it is");
    }
    return now;
  }

  private static void checkHost(Binding now, Event event) throws ProtocolViolation {
    if (!now.stream().host().equals(event.host())) {
      throw ProtocolViolation.refused(
          "this connection is of %s, but an event is of %s"
              .formatted(now.stream().host(), event.host()));
    }
  }

  private void receipts(EventStore store, Binding bound, Collection<String> lanes) {
    Peer agent = peer;
    if (agent == null || plain || !bound.equals(binding)) {
      return; // the pong is the receipt; or the lanes are of another spool by now
    }
    for (String lane : lanes) {
      agent.receipt(lane, store.next(bound.stream().withLane(lane)));
      core.counters().add(Counter.RECEIPTS, 1);
    }
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
    return now == null ? "an agent that did not say who it is" : now.stream().host().toString();
  }

  /** A frame's turn at the store; when it has had it, the next frame may come. */
  private abstract class Turn implements StoreWriter.Job {

    private final boolean changes;

    private Turn(boolean changes) {
      this.changes = changes;
    }

    @Override
    public boolean apply(EventStore store) {
      demand();
      return changes;
    }

    @Override
    public void failed(String reason) {
      close(StatusCode.SERVER_ERROR, reason);
    }
  }

  /** Stores events, then sends receipts and tells operators. */
  private abstract class Store extends Turn {

    private final Binding bound;
    private final List<Event> events;
    private final long arrivedNanos = core.time().nanos().getAsLong();
    private @Nullable Appended appended;

    private Store(Binding bound, List<Event> events) {
      super(true);
      this.bound = bound;
      this.events = events;
    }

    abstract Appended append(EventStore store) throws ProtocolViolation;

    @Override
    public boolean apply(EventStore store) {
      try {
        appended = append(store);
      } catch (ProtocolViolation violation) {
        close(violation);
        return false;
      }
      for (Event event : events) {
        bound.state().told(event);
      }
      return super.apply(store);
    }

    @Override
    public void durable(EventStore store) {
      Appended done = appended;
      if (done == null) {
        return;
      }
      bound.state().duplicates(done.duplicates());
      count(done);
      receipts(store, bound, done.lanes());
      for (Event event : done.fresh()) {
        core.operators().show(event);
      }
      done.stored().forEach(core.events()::eventStored);
    }

    private void count(Appended done) {
      Counters counters = core.counters();
      counters.stored(core.time().nanos().getAsLong() - arrivedNanos);
      counters.add(Counter.EVENTS, done.stored().size());
      counters.add(Counter.DUPLICATES, done.duplicates());
      counters.add(
          Counter.GAPS, done.fresh().stream().filter(event -> event.gap() != null).count());
    }
  }
}

package dev.kiosk.agent.link;

import dev.kiosk.agent.command.Commands;
import dev.kiosk.agent.command.Outcome;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.link.LinkStatus.State;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Keeps the agent connected: connects, speaks the contract level that the server chose, answers
 * commands, notices a connection that has gone silent, and waits a little longer after each
 * failure.
 *
 * <p>Sockets only enqueue; everything happens in {@link #step}. Each connection has an inbox of its
 * own, so that nothing of an old one can be taken for the new one's.
 */
public final class Link implements Step {

  /** RFC 6455 section 7.4.1; servers also use private codes that end like those of HTTP. */
  private static final int POLICY_VIOLATION = 1008;

  private static final int MOST_EVENTS_A_STEP = 256;
  private static final long IGNORED_LOG_NANOS = Duration.ofMinutes(1).toNanos();

  private final LinkConfig config;
  private final Parts parts;
  private final Time time;
  private final Backoff backoff;
  private final Turns turns;
  private volatile Runnable wake = () -> {};
  private volatile LinkStatus status;
  private @Nullable Open open;
  private @Nullable SentMarks marks;
  private long retryAtNanos;
  private @Nullable Long ignoredLoggedNanos;

  /** What the link works with. */
  public record Parts(
      Origin own,
      List<FormerOrigin> formers,
      Codec codec,
      Commands commands,
      Transport transport,
      Counters counters) {}

  /** One connection, from its attempt to its end. */
  private static final class Open {
    final Origin origin;
    final Inbox inbox;
    final Transport.Connection connection;
    final Outbound out;
    long heardNanos;
    long establishedNanos;
    boolean proven;
    @Nullable Session session;
    @Nullable Drain drain;
    boolean refused;

    void endSession() {
      Drain used = drain;
      if (used != null) {
        used.close();
      }
    }

    Open(Origin origin, Inbox inbox, Transport.Connection connection, Outbound out, long nowNanos) {
      this.origin = origin;
      this.inbox = inbox;
      this.connection = connection;
      this.out = out;
      this.heardNanos = nowNanos;
    }
  }

  /**
   * A link that does nothing until it is stepped.
   *
   * @param random draws the jitter of the waits
   */
  public Link(LinkConfig config, Parts parts, Time time, RandomGenerator random) {
    this.config = config;
    this.parts = parts;
    this.time = time;
    this.backoff = new Backoff(config.backoffInitial(), config.backoffMax(), random);
    this.turns = new Turns(parts.own(), parts.formers(), time.nanos());
    this.retryAtNanos = time.nanos();
    this.status = new LinkStatus(State.WAITING, time.wallMillis(), null, 0, null, retryAtNanos);
  }

  /** Whom to wake when something arrives. */
  public void onArrival(Runnable wakeLoop) {
    wake = wakeLoop;
  }

  /** How the link stands. From any thread. */
  public LinkStatus status() {
    return status;
  }

  @Override
  public int step(long nowNanos) {
    Open current = open;
    if (current == null) {
      if (nowNanos - retryAtNanos < 0) {
        return 0;
      }
      connect(nowNanos);
      return 1;
    }
    int work = 0;
    try {
      work += arrivals(current, nowNanos);
      if (open == current) {
        work += deadlines(current, nowNanos);
      }
      if (open == current) {
        work += pump(current, nowNanos);
      }
    } catch (ContractBrokenException broken) {
      parts.counters.count(Counter.PROTOCOL_ERRORS);
      end(current, 1002, "the server broke the contract: " + broken.getMessage());
    }
    return work;
  }

  private void connect(long nowNanos) {
    parts.counters.count(Counter.CONNECTS_TRIED);
    var inbox = new Inbox(() -> wake.run());
    var target =
        new Target(config.uri(), LinkConfig.V1, config.token().get(), LinkConfig.CONNECT_TIMEOUT);
    Transport.Connection connection = parts.transport.connect(target, inbox);
    var out = new Outbound(connection, parts.counters, config.pingInterval(), nowNanos);
    open = new Open(turns.next(nowNanos), inbox, connection, out, nowNanos);
    show(State.CONNECTING, null, status.lastError(), null);
  }

  private int arrivals(Open current, long nowNanos) throws ContractBrokenException {
    int work = 0;
    while (work < MOST_EVENTS_A_STEP && open == current) {
      TransportEvent event = current.inbox.poll();
      if (event == null) {
        break;
      }
      current.heardNanos = nowNanos;
      handle(current, event, nowNanos);
      work++;
    }
    if (open == current && current.inbox.flooded()) {
      throw new ContractBrokenException("frames came faster than they could be read");
    }
    return work;
  }

  private void handle(Open current, TransportEvent event, long nowNanos)
      throws ContractBrokenException {
    if (event instanceof TransportEvent.Opened opened) {
      opened(current, opened.subprotocol(), nowNanos);
    } else if (event instanceof TransportEvent.Text text) {
      message(current, parts.codec.decode(text.text()), nowNanos);
    } else if (event instanceof TransportEvent.Unreadable unreadable) {
      ignored(unreadable.what(), nowNanos);
    } else if (event instanceof TransportEvent.Pong pong) {
      Session session = current.session;
      if (session != null) {
        session.onPong(pong.number(), nowNanos);
        established(current, nowNanos);
      }
    } else if (event instanceof TransportEvent.Closed closed) {
      closed(current, closed);
    }
  }

  private void opened(Open current, String subprotocol, long nowNanos) {
    Drain drain = current.origin.spool().drain();
    current.drain = drain;
    if (subprotocol.equals(LinkConfig.V1)) {
      SentMarks sent = SentMarks.of(drain, marks);
      marks = sent;
      var of =
          new V1Session.Parts(
              drain, parts.codec, parts.counters, config, current.origin.live(), sent);
      current.session = new V1Session(current.out, of, nowNanos).greet();
      show(State.GREETING, LinkConfig.V1, status.lastError(), null);
      return;
    }
    Session session =
        new PlainSession(current.out, drain, parts.counters, config, nowNanos).begin();
    current.session = session;
    current.out.ping(nowNanos); // its pong is the proof that somebody speaks WebSocket there
    connected(session);
  }

  private void connected(Session session) {
    Logger.info("Connected to {} ({})", config.uri(), session.contract());
    show(State.CONNECTED, session.contract(), null, null);
  }

  private void message(Open current, ServerMessage message, long nowNanos)
      throws ContractBrokenException {
    Session session = current.session;
    if (message instanceof ServerMessage.CommandFrame frame) {
      Outcome outcome = parts.commands.answer(frame.command());
      current.out.send(parts.codec.reply(frame.command().cid(), outcome));
    } else if (message instanceof ServerMessage.Ignored ignored) {
      ignored(ignored.why(), nowNanos);
    } else if (message instanceof ServerMessage.ProtocolError error) {
      if (session instanceof V1Session) {
        throw new ContractBrokenException(error.why());
      }
      ignored(error.why(), nowNanos);
    } else if (session != null) {
      boolean before = session.established();
      session.onMessage(message, nowNanos);
      if (!before && session.established()) {
        connected(session);
        established(current, nowNanos);
      }
    }
  }

  private static void established(Open current, long nowNanos) {
    if (current.establishedNanos == 0) {
      current.establishedNanos = nowNanos;
    }
  }

  /** Logged at most once a minute: a broken server must not fill the journal. */
  private void ignored(String why, long nowNanos) {
    parts.counters.count(Counter.FRAMES_IGNORED);
    Long last = ignoredLoggedNanos;
    if (last == null || nowNanos - last >= IGNORED_LOG_NANOS) {
      ignoredLoggedNanos = nowNanos;
      Logger.warn("A frame of the server was ignored: {}", why);
    }
  }

  private int deadlines(Open current, long nowNanos) {
    Session session = current.session;
    if (session == null) {
      return 0; // the transport has its own deadlines for connect and upgrade
    }
    if (nowNanos - current.heardNanos >= config.silenceLimit().toNanos()) {
      parts.counters.count(Counter.HEARTBEAT_TIMEOUTS);
      end(
          current,
          0,
          "nothing was heard from the server for %d s"
              .formatted(config.silenceLimit().toSeconds()));
      return 1;
    }
    boolean lived =
        current.establishedNanos != 0
            && nowNanos - current.establishedNanos >= LinkConfig.PROVEN_AFTER.toNanos();
    if (lived && !current.proven) {
      current.proven = true;
      backoff.succeeded();
    }
    if (current.out.pingDue(nowNanos)) {
      current.out.ping(nowNanos);
      return 1;
    }
    return 0;
  }

  private int pump(Open current, long nowNanos) throws ContractBrokenException {
    Session session = current.session;
    if (session == null) {
      return 0;
    }
    if (session.wantsRestart() || turns.isOver(current.origin, nowNanos)) {
      beginAgain(current, session);
      return 1;
    }
    return session.pump(nowNanos);
  }

  /**
   * The spool goes on under another id, or another's turn has come. That is no failure, unless the
   * server is why: then it may ask for it each time.
   */
  private void beginAgain(Open current, Session session) {
    String why = "the session is begun again under another spool id";
    Logger.info("{}: {}", config.uri(), why);
    current.connection.close(1000, why);
    current.endSession();
    open = null;
    turns.ended(current.origin, Turns.End.NOTHING, why, time.nanos());
    retryAtNanos = time.nanos() + (session.established() ? 0 : backoff.failed());
    show(State.WAITING, null, why, retryAtNanos);
  }

  private void closed(Open current, TransportEvent.Closed closed) {
    int status = closed.httpStatus().orElse(0);
    int code = closed.closeCode().orElse(0);
    current.refused = code == POLICY_VIOLATION || (code >= 4400 && code < 4500);
    if (status == 401 || status == 403) {
      String why =
          "the server refuses this agent (HTTP %d); check the token and the tenant"
              .formatted(status);
      finish(current, State.REJECTED, why, backoff.rejected());
    } else if (closed.retryAfterSeconds().isPresent()) {
      finish(
          current,
          State.WAITING,
          closed.reason(),
          backoff.asked(closed.retryAfterSeconds().getAsLong()));
    } else if (code == 1013) {
      finish(current, State.WAITING, "the server is busy (1013)", backoff.rejected());
    } else {
      finish(current, State.WAITING, closed.reason(), backoff.failed());
    }
  }

  /** Ends a connection from this side; code 0 drops it without a close frame. */
  private void end(Open current, int code, String why) {
    if (code == 0) {
      current.connection.abort();
    } else {
      current.connection.close(code, why.substring(0, Math.min(100, why.length())));
    }
    finish(current, State.WAITING, why, backoff.failed());
  }

  private void finish(Open current, State state, String why, long waitNanos) {
    boolean wasConnected = status.state() == State.CONNECTED;
    if (!current.proven) {
      parts.counters.count(Counter.CONNECTS_FAILED);
    }
    if (wasConnected || !why.equals(status.lastError())) { // repeats are counted, not logged again
      Logger.warn(
          "{} to {}: {}", wasConnected ? "Connection lost" : "No connection", config.uri(), why);
    }
    open = null;
    current.endSession();
    Turns.End how = current.session == null ? Turns.End.NOTHING : Turns.End.FAILED;
    turns.ended(current.origin, current.refused ? Turns.End.REFUSED : how, why, time.nanos());
    retryAtNanos = time.nanos() + waitNanos;
    show(state, null, why, retryAtNanos);
  }

  private void show(
      State state, @Nullable String contract, @Nullable String lastError, @Nullable Long nextTry) {
    LinkStatus before = status;
    boolean trying = state == State.CONNECTING || state == State.GREETING;
    boolean wasTrying = before.state() != State.CONNECTED;
    // From the outside "since" tells since when the server is reached or not, not each single try.
    boolean same =
        before.state() == state || (trying && wasTrying) || (state == State.WAITING && wasTrying);
    status =
        new LinkStatus(
            state,
            same ? before.sinceMillis() : time.wallMillis(),
            contract,
            parts.counters.value(Counter.CONNECTS_TRIED),
            lastError,
            nextTry);
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    Open current = open;
    if (current == null) {
      return retryAtNanos;
    }
    Session session = current.session;
    if (session == null) {
      return nowNanos + Duration.ofSeconds(1).toNanos();
    }
    long silence = current.heardNanos + config.silenceLimit().toNanos();
    long soonest = Math.min(silence, current.out.nextPingNanos());
    if (!current.proven && current.establishedNanos != 0) {
      soonest = Math.min(soonest, current.establishedNanos + LinkConfig.PROVEN_AFTER.toNanos());
    }
    return Math.min(soonest, session.wakeAtNanos(nowNanos));
  }

  /** Says goodbye to the server. To be called once, after the last step. */
  public void shutDown() {
    Open current = open;
    if (current != null) {
      current.connection.close(1001, "the agent stops");
      current.endSession();
      open = null;
    }
  }
}

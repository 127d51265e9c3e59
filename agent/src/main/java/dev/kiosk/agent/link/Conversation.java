package dev.kiosk.agent.link;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.wire.ServerMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from its attempt to its end: what arrives on it, its deadlines, and what is sent.
 * It ends by itself; {@link #ended} then says how.
 */
final class Conversation {

  private static final int MOST_EVENTS_A_STEP = 256;
  private static final int PROTOCOL_ERROR = 1002; // RFC 6455 section 7.4.1
  private static final int NORMAL = 1000;

  /** A socket's queue empties without a word. */
  private static final long ROOM_LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private final Origin origin;
  private final Link.Parts parts;
  private final LinkConfig config;
  private final long silenceNanos;
  private final Shared shared;
  private final Inbox inbox;
  private final Answers answers;
  private final Transport.Connection connection;
  private final Outbound out;
  private long heardNanos;
  private @Nullable Long establishedNanos;
  private @Nullable Session session;
  private @Nullable Drain drain;
  private @Nullable Ended ended;

  /** What is the same for all connections. */
  record Shared(LinkConfig config, SentMarks marks, IgnoredFrames ignored) {}

  private Conversation(
      Origin origin,
      Link.Parts parts,
      Shared shared,
      Inbox inbox,
      Answers answers,
      Transport.Connection connection,
      long nowNanos) {
    this.origin = origin;
    this.parts = parts;
    this.config = shared.config();
    this.silenceNanos = config.silenceLimit().toNanos();
    this.shared = shared;
    this.inbox = inbox;
    this.answers = answers;
    this.connection = connection;
    this.out = new Outbound(connection, parts.counters(), config.pingInterval(), nowNanos);
    this.heardNanos = nowNanos;
  }

  /** Begins to connect. */
  static Conversation begin(Call call, Link.Parts parts, Shared shared, long nowNanos) {
    var inbox = new Inbox(call.wake());
    Transport.Connection connection = parts.transport().connect(call.target(), inbox);
    var answers = new Answers(call.wake());
    return new Conversation(call.origin(), parts, shared, inbox, answers, connection, nowNanos);
  }

  /** Who calls whom. */
  record Call(Origin origin, Target target, Runnable wake) {}

  Origin origin() {
    return origin;
  }

  /** Whether frames can be exchanged, so that there was a session at all. */
  boolean isOpen() {
    return session != null;
  }

  /** The session's contract once events may flow; null before. */
  @Nullable String contract() {
    Session current = session;
    return current != null && current.established() ? current.contract() : null;
  }

  /** How it ended; null while it lives. */
  @Nullable Ended ended() {
    return ended;
  }

  /** Whether it has lived so long, welcomed or answered, that its server can be called well. */
  boolean isProven(long nowNanos) {
    Long since = establishedNanos;
    return since != null && nowNanos - since >= LinkConfig.PROVEN_AFTER.toNanos();
  }

  /** When it will be proven, if nothing happens; far away while nobody has answered. */
  long provenAtNanos(long nowNanos) {
    Long since = establishedNanos;
    long from = since == null ? nowNanos : since;
    return from + LinkConfig.PROVEN_AFTER.toNanos();
  }

  int step(long nowNanos) {
    int work = 0;
    try {
      work += arrivals(nowNanos);
      work += ended == null ? answers() : 0;
      work += ended == null ? deadlines(nowNanos) : 0;
      work += ended == null ? pump(nowNanos) : 0;
    } catch (ContractBrokenException broken) {
      parts.counters().count(Counter.PROTOCOL_ERRORS);
      close(PROTOCOL_ERROR, Ended.failed("the server broke the contract: " + broken.getMessage()));
    }
    return work;
  }

  private int arrivals(long nowNanos) throws ContractBrokenException {
    int work = 0;
    while (work < MOST_EVENTS_A_STEP && ended == null) {
      TransportEvent event = inbox.poll();
      if (event == null) {
        break;
      }
      heardNanos = nowNanos;
      handle(event, nowNanos);
      work++;
    }
    if (ended == null && inbox.flooded()) {
      throw new ContractBrokenException("frames came faster than they could be read");
    }
    return work;
  }

  private void handle(TransportEvent event, long nowNanos) throws ContractBrokenException {
    if (event instanceof TransportEvent.Opened opened) {
      opened(opened.subprotocol(), nowNanos);
    } else if (event instanceof TransportEvent.Text text) {
      message(parts.codec().decode(text.text()), nowNanos);
    } else if (event instanceof TransportEvent.Unreadable unreadable) {
      shared.ignored().count(unreadable.what(), nowNanos);
    } else if (event instanceof TransportEvent.Pong pong) {
      Session current = session;
      if (current != null) {
        current.onPong(pong.number(), nowNanos);
        established(nowNanos);
      }
    } else if (event instanceof TransportEvent.Closed closed) {
      end(Ended.of(closed));
    }
  }

  private void opened(String subprotocol, long nowNanos) {
    Drain of = origin.spool().drain();
    drain = of;
    if (subprotocol.equals(LinkConfig.V1)) {
      shared.marks().begin(of);
      var needs =
          new V1Session.Parts(
              of, parts.codec(), parts.counters(), config, origin.live(), shared.marks());
      session = new V1Session(out, needs, nowNanos).greet();
      return;
    }
    session = new PlainSession(out, of, parts.counters(), config, nowNanos).begin();
    out.ping(nowNanos); // its pong is the proof that somebody speaks WebSocket there
  }

  private void message(ServerMessage message, long nowNanos) throws ContractBrokenException {
    Session current = session;
    if (message instanceof ServerMessage.CommandFrame frame) {
      String cid = frame.command().cid();
      parts
          .commands()
          .submit(frame.command(), outcome -> answers.add(parts.codec().reply(cid, outcome)));
    } else if (message instanceof ServerMessage.Ignored ignored) {
      shared.ignored().count(ignored.why(), nowNanos);
    } else if (message instanceof ServerMessage.ProtocolError error) {
      if (current instanceof V1Session) {
        throw new ContractBrokenException(error.why());
      }
      shared.ignored().count(error.why(), nowNanos);
    } else if (current != null) {
      current.onMessage(message, nowNanos);
      if (current.established()) {
        established(nowNanos);
      }
    }
  }

  private void established(long nowNanos) {
    if (establishedNanos == null) {
      establishedNanos = nowNanos;
    }
  }

  private int answers() throws ContractBrokenException {
    int work = 0;
    byte[] frame = answers.poll();
    while (frame != null) {
      if (out.isJammed()) {
        throw new ContractBrokenException("it sends commands and does not read the answers");
      }
      out.send(frame);
      work++;
      frame = answers.poll();
    }
    return work;
  }

  private int deadlines(long nowNanos) {
    if (session == null) {
      return 0; // the transport has its own deadlines for connect and upgrade
    }
    if (nowNanos - heardNanos >= silenceNanos) {
      parts.counters().count(Counter.HEARTBEAT_TIMEOUTS);
      connection.abort();
      String silence = "nothing was heard from the server for %d s";
      end(Ended.failed(silence.formatted(config.silenceLimit().toSeconds())));
      return 1;
    }
    if (out.pingDue(nowNanos)) {
      out.ping(nowNanos);
      return 1;
    }
    return 0;
  }

  private int pump(long nowNanos) throws ContractBrokenException {
    Session current = session;
    if (current == null) {
      return 0;
    }
    if (current.wantsRestart()) {
      beginAgain("the session is begun again under another spool id");
      return 1;
    }
    return current.pump(nowNanos);
  }

  /** Ends in peace, so that another session can begin. */
  void beginAgain(String why) {
    Session current = session;
    close(NORMAL, Ended.inPeace(why, current == null || !current.established()));
  }

  /** Says goodbye to the server. */
  void close(int code, Ended how) {
    connection.close(code, how.why());
    end(how);
  }

  private void end(Ended how) {
    ended = how;
    Session current = session;
    if (current != null) {
      parts.counters().add(Counter.EVENTS_INTERRUPTED, current.underWay());
    }
    Drain used = drain;
    if (used != null) {
      used.close();
    }
  }

  /** When {@link #step} wants to be called though nothing arrives. */
  long wakeAtNanos(long nowNanos) {
    Session current = session;
    if (current == null) {
      return nowNanos + Duration.ofSeconds(1).toNanos();
    }
    long silence = heardNanos + silenceNanos;
    long soonest = Math.min(silence, out.nextPingNanos());
    if (!out.hasRoom()) {
      soonest = Math.min(soonest, nowNanos + ROOM_LOOK_NANOS);
    }
    return Math.min(soonest, current.wakeAtNanos(nowNanos));
  }
}

package dev.kiosk.agent.link;

import dev.kiosk.agent.command.CommandDesk;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.link.LinkStatus.State;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the agent connected: one conversation with the server after the other, a little longer
 * apart after each failure.
 *
 * <p>Sockets only enqueue; everything happens in {@link #step}. Each connection has an inbox of its
 * own, so that nothing of an old one can be taken for the new one's.
 */
public final class Link implements Step {

  private static final int GOING_AWAY = 1001; // RFC 6455 section 7.4.1

  /** How often a rejected agent looks whether somebody has given it another token. */
  private static final long TOKEN_LOOK_NANOS = Duration.ofSeconds(2).toNanos();

  /** While connections come and go, an end is not logged more often, whatever its words. */
  private static final long LOG_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private final LinkConfig config;
  private final Parts parts;
  private final Time time;
  private final Backoff backoff;
  private final Turns turns;
  private final Conversation.Shared shared;
  private volatile Runnable wake = () -> {};
  private volatile LinkStatus status;
  private @Nullable Conversation current;
  private @Nullable String usedToken;
  private @Nullable String lastWhy;
  private long loggedNanos;
  private boolean proven;

  /** The last connection was up and did not last: until one does, its like is not logged again. */
  private boolean flapping;

  private long retryAtNanos;
  private long tokenLookNanos;

  /** What the link works with. */
  public record Parts(
      Origin own,
      List<FormerOrigin> formers,
      Codec codec,
      CommandDesk commands,
      Transport transport,
      Counters counters) {}

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
    this.shared =
        new Conversation.Shared(config, new SentMarks(), new IgnoredFrames(parts.counters()));
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
    Conversation conversation = current;
    if (conversation == null) {
      if (nowNanos - retryAtNanos < 0 && !hasAnotherToken(nowNanos)) {
        return 0;
      }
      connect(nowNanos);
      return 1;
    }
    int work = conversation.step(nowNanos);
    show(conversation);
    prove(conversation, nowNanos);
    boolean open = conversation.ended() == null && conversation.isOpen();
    if (open && turns.isOver(conversation.origin(), nowNanos)) {
      conversation.beginAgain("it is the turn of the events of another tenant or host");
    }
    Ended ended = conversation.ended();
    if (ended != null) {
      finish(conversation, ended);
      work++;
    }
    return work;
  }

  /** A person who has mended the token need not wait for the next try, which may be long. */
  private boolean hasAnotherToken(long nowNanos) {
    if (status.state() != State.REJECTED || nowNanos - tokenLookNanos < 0) {
      return false;
    }
    tokenLookNanos = nowNanos + TOKEN_LOOK_NANOS;
    return !Objects.equals(config.token().get(), usedToken);
  }

  private void connect(long nowNanos) {
    parts.counters().count(Counter.CONNECTS_TRIED);
    usedToken = config.token().get();
    var target = new Target(config.uri(), LinkConfig.V1, usedToken, config.deadlines().connect());
    var call = new Conversation.Call(turns.next(nowNanos), target, () -> wake.run());
    proven = false;
    current = Conversation.begin(call, parts, shared, nowNanos);
    show(State.CONNECTING, null, status.lastError(), null);
  }

  /** Shows how far a conversation has come. */
  private void show(Conversation conversation) {
    String contract = conversation.contract();
    if (contract != null && status.state() != State.CONNECTED) {
      if (!flapping) {
        Log.info("Connected to {} ({})", config.shownUri(), contract);
      }
      show(State.CONNECTED, contract, null, null);
    } else if (contract == null && conversation.isOpen() && status.state() != State.GREETING) {
      show(State.GREETING, LinkConfig.V1, status.lastError(), null);
    }
  }

  private void prove(Conversation conversation, long nowNanos) {
    if (!proven && conversation.isProven(nowNanos)) {
      proven = true;
      if (flapping) {
        flapping = false;
        Log.info("The connection to {} holds now", config.shownUri());
      }
      backoff.succeeded();
    }
  }

  private void finish(Conversation conversation, Ended ended) {
    current = null;
    turns.ended(conversation.origin(), meaning(conversation, ended), ended.why(), time.nanos());
    log(ended);
    if (!proven && !ended.isPeaceful()) {
      parts.counters().count(Counter.CONNECTS_FAILED);
    }
    boolean rejected = ended.how() == Ended.How.REJECTED;
    if (rejected) {
      parts.counters().count(Counter.CONNECTS_REJECTED);
    }
    retryAtNanos = time.nanos() + backoff.after(ended);
    tokenLookNanos = time.nanos() + TOKEN_LOOK_NANOS;
    show(rejected ? State.REJECTED : State.WAITING, null, ended.why(), retryAtNanos);
  }

  private static Turns.End meaning(Conversation conversation, Ended ended) {
    if (ended.unwelcome()) {
      return Turns.End.REFUSED;
    }
    boolean nothing = ended.isPeaceful() || !conversation.isOpen();
    return nothing ? Turns.End.NOTHING : Turns.End.FAILED;
  }

  private void log(Ended ended) {
    boolean wasConnected = status.state() == State.CONNECTED;
    if (ended.isPeaceful()) {
      Log.info("{}: {}", config.shownUri(), ended.why());
      return;
    }
    boolean often = flapping && !proven && time.nanos() - loggedNanos < LOG_AGAIN_NANOS;
    if (!often && (proven || !ended.why().equals(lastWhy))) { // repeats are only counted
      loggedNanos = time.nanos();
      String what = wasConnected ? "Connection lost" : "No connection";
      if (ended.how() == Ended.How.REJECTED) { // it does not mend itself
        Log.error("{} to {}: {}", what, config.shownUri(), ended.why());
      } else {
        Log.warn("{} to {}: {}", what, config.shownUri(), ended.why());
      }
    }
    lastWhy = ended.why();
    flapping = wasConnected && !proven;
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
            parts.counters().value(Counter.CONNECTS_TRIED),
            lastError,
            nextTry);
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    Conversation conversation = current;
    if (conversation == null) {
      boolean rejected = status.state() == State.REJECTED;
      return rejected ? Math.min(retryAtNanos, tokenLookNanos) : retryAtNanos;
    }
    long wakeAt = conversation.wakeAtNanos(nowNanos);
    return proven ? wakeAt : Math.min(wakeAt, conversation.provenAtNanos(nowNanos));
  }

  /** Says goodbye to the server. To be called once, after the last step. */
  public void shutDown() {
    Conversation conversation = current;
    if (conversation != null) {
      conversation.close(GOING_AWAY, Ended.inPeace("the agent stops", false));
      current = null;
    }
  }
}

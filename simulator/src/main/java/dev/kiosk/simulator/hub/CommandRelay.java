package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Takes commands from operators to agents and the replies back.
 *
 * <p>The cid goes on unchanged, since the agent remembers its answers by it. While a command waits,
 * whoever sends the very same command (same host, cid and text) waits with it and gets the same
 * answer; a different one under the same cid is refused, because the agent would answer it with
 * what belongs to the first. A command whose host drops off waits on: a host that comes back in
 * time may still answer, and the operator may ask again under the same cid, which applies nothing
 * twice.
 */
final class CommandRelay {

  /** How many commands may wait at once, over all operators. */
  private static final int MAX_WAITING = 10_000;

  /** A command as an operator sent it. */
  record Command(HostId host, String cid, String json) {}

  private record Key(HostId host, String cid) {}

  private record Waiting(
      Command command, Set<OperatorSession> operators, ScheduledFuture<?> timeout) {}

  private final Hosts hosts;
  private final HubEvents events;
  private final ScheduledExecutorService timer;
  private final Duration patience;
  private final Map<Key, Waiting> waiting = new HashMap<>();

  /**
   * A relay.
   *
   * @param patience how long an agent may take
   */
  CommandRelay(Hosts hosts, HubEvents events, ScheduledExecutorService timer, Duration patience) {
    this.hosts = hosts;
    this.events = events;
    this.timer = timer;
    this.patience = patience;
  }

  /** Hands a command to its host, or answers for it. */
  void relay(Command command, OperatorSession operator) {
    AgentSession agent = hosts.session(command.host());
    if (agent == null) {
      String reason = "offline: no agent of host %s is connected".formatted(command.host().host());
      answer(command.host(), nack(command.cid(), reason), Set.of(operator));
      return;
    }
    String refusal;
    synchronized (waiting) {
      refusal = enter(command, operator);
    }
    if (refusal != null) {
      answer(command.host(), nack(command.cid(), refusal), Set.of(operator));
    } else {
      agent.send(command.json());
      events.commandRelayed(command.host(), command.json());
    }
  }

  private @Nullable String enter(Command command, OperatorSession operator) {
    Key key = new Key(command.host(), command.cid());
    Waiting present = waiting.get(key);
    if (present != null && !present.command().json().equals(command.json())) {
      return "malformed: another command waits under this cid";
    }
    if (present != null) {
      present.operators().add(operator);
      return null;
    }
    if (waiting.size() >= MAX_WAITING) {
      return "timeout: too many commands wait for an answer; nothing was sent";
    }
    Set<OperatorSession> operators = new LinkedHashSet<>();
    operators.add(operator);
    ScheduledFuture<?> timeout =
        timer.schedule(() -> timedOut(key), patience.toMillis(), TimeUnit.MILLISECONDS);
    waiting.put(key, new Waiting(command, operators, timeout));
    return null;
  }

  /** Passes on the reply of an agent. One that nobody waits for any more is dropped. */
  void answered(HostId host, AgentFrame.Reply reply) {
    Waiting done = take(new Key(host, reply.cid()));
    if (done == null) {
      Logger.debug("{} answered a command that nobody waits for", host);
      return;
    }
    done.timeout().cancel(false);
    answer(host, reply.json(), done.operators());
  }

  private void timedOut(Key key) {
    Waiting late = take(key);
    if (late != null) {
      String reason =
          "timeout: no answer from %s within %d ms; it may still take effect"
              .formatted(key.host().host(), patience.toMillis());
      answer(key.host(), nack(key.cid(), reason), late.operators());
    }
  }

  private @Nullable Waiting take(Key key) {
    synchronized (waiting) {
      return waiting.remove(key);
    }
  }

  private void answer(HostId host, String reply, Set<OperatorSession> operators) {
    operators.forEach(operator -> operator.reply(reply));
    events.answered(host, reply);
  }

  /** Forgets an operator that left. Its commands stay on their way. */
  void forget(OperatorSession gone) {
    synchronized (waiting) {
      waiting.values().forEach(command -> command.operators().remove(gone));
    }
  }

  /** A refusal in the words of the contract. */
  static String nack(String cid, String reason) {
    return "{\"kind\":\"nack\",\"cid\":\"%s\",\"reason\":\"%s\"}"
        .formatted(quoted(cid), quoted(reason));
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}

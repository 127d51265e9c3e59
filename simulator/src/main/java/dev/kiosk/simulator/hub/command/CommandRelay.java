package dev.kiosk.simulator.hub.command;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Takes commands from operators to kiosks and the answers back.
 *
 * <p>The cid goes on unchanged, since the agent remembers its answers by it. While a command waits,
 * whoever sends the very same command (same host, cid and text) waits with it and gets the same
 * answer; a different one under the same cid is refused, because the agent would answer it with
 * what belongs to the first. A command whose host drops off waits on: a host that comes back in
 * time may still answer, and the operator may ask again under the same cid, which applies nothing
 * twice.
 *
 * <p>After a timeout the command is remembered for a while: an answer that comes then is told to
 * those who asked as what it is, and to the audit list.
 */
public final class CommandRelay {

  private final Function<HostId, @Nullable Kiosk> kiosks;
  private final CommandBook book;
  private final ScheduledExecutorService timer;
  private final Duration patience;
  private final Watch watch;
  private final Map<String, Pending> byTenant = new HashMap<>(); // held by this

  /**
   * Who is told what goes by.
   *
   * @param outcomes told the word of each outcome, and {@code late} for an answer that came too
   *     late
   */
  public record Watch(HubEvents events, Consumer<String> outcomes) {}

  /**
   * A relay.
   *
   * @param kiosks the connection of a host, or null when there is none
   * @param patience how long a kiosk may take
   */
  public CommandRelay(
      Function<HostId, @Nullable Kiosk> kiosks,
      CommandBook book,
      ScheduledExecutorService timer,
      Duration patience,
      Watch watch) {
    this.kiosks = kiosks;
    this.book = book;
    this.timer = timer;
    this.patience = patience;
    this.watch = watch;
  }

  /** Hands a command to its host, or answers for it, once it is written down who asked. */
  public void relay(Command command, Asker asker) {
    CompletableFuture<Runnable> afterwards;
    synchronized (this) { // so that commands of a host are sent in the order in which they are kept
      afterwards = begin(command, asker);
    }
    tell(afterwards);
  }

  /** What is told to others is told without the lock. */
  private static void tell(CompletableFuture<Runnable> afterwards) {
    CompletableFuture<?> unused = afterwards.thenAccept(Runnable::run);
  }

  private CompletableFuture<Runnable> begin(Command command, Asker asker) {
    String refusal = refusal(command);
    if (refusal != null) {
      Answer nack = Answer.nack(command.cid(), refusal);
      return book.refused(command, asker.who(), nack)
          .handle(
              (kept, failed) ->
                  refusal(command, asker, failed == null ? nack : lost(command, failed)));
    }
    return book.begun(command, asker.who())
        .handle(
            (number, failed) ->
                failed == null
                    ? send(command, new Pending.Wait(asker, number))
                    : refusal(command, asker, lost(command, failed)));
  }

  /** Why a command is not sent, or null. */
  private @Nullable String refusal(Command command) {
    String host = command.host().host();
    return kiosks.apply(command.host()) == null
        ? "offline: no agent of host %s is connected".formatted(host)
        : pending(command.host()).refusal(command);
  }

  private Pending pending(HostId host) {
    return byTenant.computeIfAbsent(host.tenantId(), t -> new Pending());
  }

  private static Answer lost(Command command, Throwable why) {
    Logger.error("a command was refused, for the audit list cannot be written: {}", why);
    return Answer.nack(command.cid(), CommandBook.UNSENT);
  }

  private Runnable refusal(Command command, Asker asker, Answer nack) {
    return () -> {
      watch.outcomes().accept(nack.word());
      deliver(command.host(), nack, List.of(asker));
    };
  }

  /** Sends what is written down, unless things have changed meanwhile. */
  private synchronized Runnable send(Command command, Pending.Wait wait) {
    Kiosk kiosk = kiosks.apply(command.host());
    String refusal = refusal(command);
    if (refusal != null || kiosk == null) {
      var settled = new ArrayList<CompletableFuture<Runnable>>();
      Answer nack = Answer.nack(command.cid(), String.valueOf(refusal));
      settle(command.host(), List.of(wait), nack, false).ifPresent(settled::add);
      return () -> settled.forEach(CommandRelay::tell);
    }
    if (pending(command.host()).add(command, wait)) {
      var unused =
          timer.schedule(() -> timedOut(command, wait.number()), patience.toMillis(), MILLISECONDS);
    }
    kiosk.take(command);
    return () -> watch.events().commandRelayed(command.host(), command.json());
  }

  /** Passes on the answer of a kiosk that this hub holds. */
  public void answered(HostId host, Answer answer) {
    if (!answeredElsewhere(host, answer)) {
      Logger.debug("{} answered a command that nobody here waits for", host);
      long lag = book.lagMillis();
      if (lag > 0) { // another hub may have asked, and the book tells so by then
        var unused = timer.schedule(() -> unasked(host, answer), lag, MILLISECONDS);
      } else {
        unasked(host, answer);
      }
    }
  }

  /** Passes on the answer of a kiosk; returns whether anybody here asked. */
  public boolean answeredElsewhere(HostId host, Answer answer) {
    List<CompletableFuture<Runnable>> settled = new ArrayList<>();
    synchronized (this) {
      Pending pending = byTenant.get(host.tenantId());
      Pending.Entry done = pending == null ? null : pending.take(host, answer.cid());
      if (done == null) {
        return false;
      }
      settle(host, done.waiting(), answer, false).ifPresent(settled::add);
      settle(host, done.late(), answer, true).ifPresent(settled::add);
    }
    settled.forEach(CommandRelay::tell);
    return true;
  }

  private void unasked(HostId host, Answer answer) {
    CompletableFuture<?> unused =
        book.unasked(host, answer)
            .whenComplete(
                (kept, failed) -> {
                  if (failed != null) {
                    Logger.error("a doubt about a limit is not written down: {}", failed);
                  }
                });
  }

  /** Puts down an outcome; what is to be told then, if anybody waited. */
  private Optional<CompletableFuture<Runnable>> settle(
      HostId host, List<Pending.Wait> waits, Answer answer, boolean late) {
    if (waits.isEmpty()) {
      return Optional.empty();
    }
    List<CompletableFuture<?>> kept = new ArrayList<>();
    for (Pending.Wait wait : waits) {
      watch.outcomes().accept(late ? "late" : answer.word());
      kept.add(book.ended(wait.number(), answer, late));
    }
    List<Asker> askers = waits.stream().map(Pending.Wait::asker).distinct().toList();
    return Optional.of(
        CompletableFuture.allOf(kept.toArray(CompletableFuture[]::new))
            .handle(
                (all, failed) -> {
                  if (failed != null) { // it happened all the same
                    Logger.error("an outcome is missing in the audit list: {}", failed);
                  }
                  return () -> deliver(host, late ? answer.late() : answer, askers);
                }));
  }

  private void timedOut(Command command, long number) {
    Optional<CompletableFuture<Runnable>> settled;
    synchronized (this) {
      List<Pending.Wait> waited = pending(command.host()).timedOut(command, number);
      String reason = "timeout: no answer from %s within %d ms; it may still take effect";
      Answer nack =
          Answer.nack(command.cid(), reason.formatted(command.host().host(), patience.toMillis()));
      settled = settle(command.host(), waited, nack, false);
    }
    settled.ifPresent(CommandRelay::tell);
  }

  private void deliver(HostId host, Answer answer, List<Asker> askers) {
    askers.forEach(asker -> asker.answered(answer));
    watch.events().answered(host, answer.json());
  }

  /** Forgets somebody of a tenant who left. Its commands stay on their way, and in the book. */
  public synchronized void forget(String tenantId, Asker gone) {
    Pending pending = byTenant.get(tenantId);
    if (pending != null) {
      pending.forget(gone);
    }
  }
}

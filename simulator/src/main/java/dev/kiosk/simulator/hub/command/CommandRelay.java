package dev.kiosk.simulator.hub.command;

import dev.kiosk.simulator.hub.HostId;
import dev.kiosk.simulator.hub.HubEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

  /** An answer and those who get it. */
  private record Delivery(Answer answer, List<Asker> askers) {}

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

  /** Hands a command to its host, or answers for it. */
  public void relay(Command command, Asker asker) {
    Answer refusal;
    synchronized (this) { // so that commands of a host are sent in the order in which they are kept
      refusal = send(command, asker);
    }
    if (refusal != null) {
      watch.outcomes().accept(refusal.word());
      deliver(command.host(), new Delivery(refusal, List.of(asker)));
    } else {
      watch.events().commandRelayed(command.host(), command.json());
    }
  }

  /** Sends it and returns null, or returns why not. */
  private @Nullable Answer send(Command command, Asker asker) {
    try {
      Kiosk kiosk = kiosks.apply(command.host());
      if (kiosk == null) {
        String reason = "offline: no agent of host %s is connected";
        Answer offline = Answer.nack(command.cid(), reason.formatted(command.host().host()));
        book.refused(command, asker.who(), offline);
        return offline;
      }
      Pending pending = byTenant.computeIfAbsent(command.host().tenantId(), t -> new Pending());
      String refusal = pending.refusal(command);
      if (refusal != null) {
        Answer nack = Answer.nack(command.cid(), refusal);
        book.refused(command, asker.who(), nack);
        return nack;
      }
      long number = book.begun(command, asker.who());
      if (pending.add(command, new Pending.Wait(asker, number))) {
        var unused =
            timer.schedule(
                () -> timedOut(command, number), patience.toMillis(), TimeUnit.MILLISECONDS);
      }
      kiosk.take(command);
      return null;
    } catch (IOException disk) {
      Logger.error("a command was refused, for the audit list cannot be written: {}", disk);
      return Answer.nack(command.cid(), CommandBook.UNSENT);
    }
  }

  /** Passes on the answer of a kiosk. One that nobody asked for is dropped. */
  public void answered(HostId host, Answer answer) {
    List<Delivery> deliveries = new ArrayList<>();
    synchronized (this) {
      Pending pending = byTenant.get(host.tenantId());
      Pending.Entry done = pending == null ? null : pending.take(host, answer.cid());
      if (done == null) {
        Logger.debug("{} answered a command that nobody waits for", host);
        unasked(host, answer);
        return;
      }
      settle(done.waiting(), answer, false, deliveries);
      settle(done.late(), answer, true, deliveries);
    }
    deliveries.forEach(delivery -> deliver(host, delivery));
  }

  private void unasked(HostId host, Answer answer) {
    try {
      book.unasked(host, answer);
    } catch (IOException disk) {
      Logger.error("a doubt about a limit is not written down: {}", disk.toString());
    }
  }

  private void settle(
      List<Pending.Wait> waits, Answer answer, boolean late, List<Delivery> deliveries) {
    for (Pending.Wait wait : waits) {
      watch.outcomes().accept(late ? "late" : answer.word());
      try {
        book.ended(wait.number(), answer, late);
      } catch (IOException disk) {
        Logger.error("an outcome is missing in the audit list: {}", disk.toString());
      }
    }
    if (!waits.isEmpty()) {
      List<Asker> askers = waits.stream().map(Pending.Wait::asker).distinct().toList();
      deliveries.add(new Delivery(late ? answer.late() : answer, askers));
    }
  }

  private void timedOut(Command command, long number) {
    List<Delivery> deliveries = new ArrayList<>();
    synchronized (this) {
      Pending pending = byTenant.get(command.host().tenantId());
      List<Pending.Wait> waited = pending == null ? List.of() : pending.timedOut(command, number);
      String reason = "timeout: no answer from %s within %d ms; it may still take effect";
      Answer nack =
          Answer.nack(command.cid(), reason.formatted(command.host().host(), patience.toMillis()));
      settle(waited, nack, false, deliveries);
    }
    deliveries.forEach(delivery -> deliver(command.host(), delivery));
  }

  private void deliver(HostId host, Delivery delivery) {
    delivery.askers().forEach(asker -> asker.answered(delivery.answer()));
    watch.events().answered(host, delivery.answer().json());
  }

  /** Forgets somebody of a tenant who left. Its commands stay on their way, and in the book. */
  public synchronized void forget(String tenantId, Asker gone) {
    Pending pending = byTenant.get(tenantId);
    if (pending != null) {
      pending.forget(gone);
    }
  }
}

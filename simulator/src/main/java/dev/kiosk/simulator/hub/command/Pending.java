package dev.kiosk.simulator.hub.command;

import dev.kiosk.simulator.hub.HostId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one tenant that have no answer yet: those that are waited for, and those that
 * were given up, whose answer may come late. Held by its relay's lock.
 */
final class Pending {

  /** How many commands of a tenant may wait at once. */
  private static final int MAX_WAITING = 10_000;

  /** How many commands are remembered that were given up; the oldest are forgotten. */
  private static final int MAX_LATE = 10_000;

  /**
   * Somebody who waits.
   *
   * @param number of the command in the book
   */
  record Wait(Asker asker, long number) {}

  private record Key(HostId host, String cid) {}

  /** Those who wait for the same command, and those to whom it was given up. */
  record Entry(Command command, List<Wait> waiting, List<Wait> late) {}

  private final Map<Key, Entry> entries = new LinkedHashMap<>();
  private int waiting;

  private static Key key(Command command) {
    return new Key(command.host(), command.cid());
  }

  /** Why a command cannot be taken now, or null. */
  @Nullable String refusal(Command command) {
    Entry present = entries.get(key(command));
    if (present != null && !present.command().json().equals(command.json())) {
      return present.waiting().isEmpty()
          ? "malformed: another command without an answer has this cid"
          : "malformed: another command waits under this cid";
    }
    return waiting < MAX_WAITING
        ? null
        : "timeout: too many commands wait for an answer; nothing was sent";
  }

  /** Takes a command in; returns whether nobody waited for it yet. */
  boolean add(Command command, Wait wait) {
    Entry entry =
        entries.computeIfAbsent(
            key(command), k -> new Entry(command, new ArrayList<>(), new ArrayList<>()));
    boolean first = entry.waiting().isEmpty();
    entry.waiting().add(wait);
    waiting++;
    return first;
  }

  /** Takes out a command that was answered; null when it is not known. */
  @Nullable Entry take(HostId host, String cid) {
    Entry done = entries.remove(new Key(host, cid));
    waiting -= done == null ? 0 : done.waiting().size();
    return done;
  }

  /**
   * Gives up a command, if it still waits; returns who waited.
   *
   * @param number of whoever waited first; once that was answered, the same command may wait anew
   */
  List<Wait> timedOut(Command command, long number) {
    Entry entry = entries.get(key(command));
    if (entry == null || entry.waiting().stream().noneMatch(wait -> wait.number() == number)) {
      return List.of();
    }
    entries.remove(key(command)); // and puts it behind the others
    List<Wait> waited = List.copyOf(entry.waiting());
    waiting -= waited.size();
    entry.waiting().clear();
    entry.late().addAll(waited);
    entries.put(key(command), entry);
    forgetOldest();
    return waited;
  }

  private void forgetOldest() {
    long given = entries.values().stream().filter(entry -> entry.waiting().isEmpty()).count();
    var all = entries.values().iterator();
    while (given > MAX_LATE && all.hasNext()) {
      if (all.next().waiting().isEmpty()) {
        all.remove();
        given--;
      }
    }
  }

  /** Nobody is there any more to be told; what is told to the book stays. */
  void forget(Asker gone) {
    for (Entry entry : entries.values()) {
      entry.waiting().replaceAll(wait -> without(gone, wait));
      entry.late().replaceAll(wait -> without(gone, wait));
    }
  }

  private static Wait without(Asker gone, Wait wait) {
    return wait.asker() == gone ? new Wait(new Gone(gone.who()), wait.number()) : wait;
  }

  /** Stands where somebody waited who has left. */
  private record Gone(String who) implements Asker {
    @Override
    public void answered(Answer answer) {}
  }
}

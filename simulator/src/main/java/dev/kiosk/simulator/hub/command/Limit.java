package dev.kiosk.simulator.hub.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the limit of one metric of one kiosk, from acks alone. Immutable.
 *
 * @param last the command that was acked last, or null when none was
 * @param doubted whether acks and commands came in an order that leaves open which of them holds
 * @param open numbers and cids of commands that were sent and have no answer
 */
@JsonInclude(Include.NON_NULL)
record Limit(@Nullable Acked last, boolean doubted, SortedMap<Long, String> open) {

  /** Nothing is known. */
  static final Limit UNKNOWN = new Limit(null, false, new TreeMap<>());

  /** More than any operator has under way for one metric. */
  private static final int MAX_OPEN = 32;

  /**
   * A command that was carried out.
   *
   * @param number of the command, by which the kiosk got them
   * @param at when it was sent, milliseconds since the Unix epoch, UTC
   * @param pct null when it went back to the configured limit
   * @param previous the limit that it replaced; null when there was none
   */
  @JsonInclude(Include.NON_NULL)
  record Acked(
      long number,
      long at,
      String who,
      String cid,
      @Nullable Double pct,
      @Nullable Double previous) {

    /** What an entry of an ack comes to. */
    static Acked of(AuditEntry entry) {
      Double pct = entry.kind().equals(Command.SET) ? entry.pct() : null;
      Double previous = entry.late() != null ? entry.late().previous() : entry.previous();
      return new Acked(entry.number(), entry.at(), entry.who(), entry.cid(), pct, previous);
    }
  }

  Limit {
    open = new TreeMap<>(open);
  }

  /** A command leaves for the kiosk. */
  Limit sent(long number, String cid) {
    SortedMap<Long, String> more = new TreeMap<>(open);
    more.put(number, cid);
    if (more.size() > MAX_OPEN) {
      more.remove(more.firstKey());
      return new Limit(last, true, more);
    }
    return new Limit(last, doubted, more);
  }

  /** The kiosk refused it, or repeated an ack that is known: what held before holds. */
  Limit refused(long number) {
    SortedMap<Long, String> rest = new TreeMap<>(open);
    rest.remove(number);
    return new Limit(last, doubted, rest);
  }

  /**
   * The kiosk carried it out. Kiosks take commands in the order in which they are sent, so whatever
   * was sent before is settled by it. One that was sent again after others may have been carried
   * out the first time: then it cannot be told whether it or they hold.
   *
   * @param first the number under which the same cid was sent first
   */
  Limit acked(Acked now, long first) {
    SortedMap<Long, String> rest = new TreeMap<>(open.tailMap(now.number() + 1));
    if (last != null && last.number() > now.number()) {
      return new Limit(last, true, rest); // it was overtaken on its way
    }
    boolean others =
        open.subMap(first, now.number()).values().stream().anyMatch(cid -> !cid.equals(now.cid()));
    return new Limit(now, others || (last != null && last.number() > first), rest);
  }

  /** What another hub has said of it, which may know of an ack that is no longer kept. */
  Limit merged(Limit said) {
    if (said.last == null || (last != null && last.number() > said.last.number())) {
      return this;
    }
    boolean same = last != null && last.number() == said.last.number();
    return new Limit(said.last, said.doubted || (same && doubted), open);
  }

  /** The kiosk carried out something that was not asked for here. */
  Limit inDoubt() {
    return new Limit(last, true, open);
  }

  /** Whether the last ack tells what holds now, apart from the open commands. */
  boolean isKnown() {
    return last != null && !doubted;
  }
}

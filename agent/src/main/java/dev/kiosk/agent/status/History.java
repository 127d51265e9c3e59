package dev.kiosk.agent.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened lately, found by comparing each snapshot with the one before. Holds a bounded
 * amount, whatever happens; it is about this run of the agent and kept in memory only.
 *
 * <p>What begins and ends between two looks does not show here; the log and the server have it.
 * Safe for use from any thread.
 */
public final class History {

  /** How many changes are kept. */
  static final int MOST = 200;

  private final Deque<Change> changes = new ArrayDeque<>();
  private final Trends trends = new Trends();
  private final Changes found = new Changes();
  private @Nullable StatusSnapshot before;

  /**
   * Takes a look at the present.
   *
   * @param now a snapshot; its own history is not looked at
   * @param nowNanos monotonic time, see {@code Time.nanos()}
   */
  public synchronized void look(StatusSnapshot now, long nowNanos) {
    StatusSnapshot last = before;
    List<Change> news = last == null ? Changes.atStart(now) : found.between(last, now);
    for (Change change : news) {
      changes.addFirst(change);
      if (changes.size() > MOST) {
        changes.removeLast();
      }
    }
    trends.look(now, nowNanos);
    before = now;
  }

  /** The last changes, the newest first; at most 200. */
  public synchronized List<Change> changes() {
    return new ArrayList<>(changes);
  }

  /** How each metric went in the last hour; only those that were ever read. */
  public synchronized List<Trend> lastHour() {
    return trends.list();
  }
}

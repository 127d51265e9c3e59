package dev.kiosk.simulator.world;

import dev.kiosk.agent.time.ManualTime;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What happens later, in virtual time. Things of one moment happen in the order they were planned.
 */
final class Timeline {

  private record Planned(long nanos, long number, Runnable what) {}

  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(
          Comparator.comparingLong(Planned::nanos).thenComparingLong(Planned::number));
  private final ManualTime time;
  private long number;

  Timeline(ManualTime time) {
    this.time = time;
  }

  void after(long nanos, Runnable what) {
    at(time.nanos() + nanos, what);
  }

  void at(long nanos, Runnable what) {
    planned.add(new Planned(Math.max(nanos, time.nanos()), number++, what));
  }

  long nowNanos() {
    return time.nanos();
  }

  /** When the next thing is planned. */
  long nextNanos() {
    Planned next = planned.peek();
    return next == null ? Long.MAX_VALUE : next.nanos;
  }

  /** Does all that is due. */
  void runDue() {
    for (Planned next = planned.peek();
        next != null && next.nanos <= time.nanos();
        next = planned.peek()) {
      planned.remove(next);
      next.what.run();
    }
  }
}

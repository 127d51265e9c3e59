package dev.kiosk.agent.app;

import dev.kiosk.agent.time.Step;

/**
 * Two parts in one thread.
 *
 * @param first is stepped first
 * @param second too small for a thread of its own
 */
record Together(Step first, Step second) implements Step {

  @Override
  public int step(long nowNanos) {
    return first.step(nowNanos) + second.step(nowNanos);
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    long one = first.wakeAtNanos(nowNanos);
    long other = second.wakeAtNanos(nowNanos);
    return one - other < 0 ? one : other; // monotonic time may overflow
  }
}

package dev.kiosk.agent.sampler;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * When one thing is asked next. Keeps its beat: a late answer does not move the ones that follow.
 */
final class Schedule {

  private final long intervalNanos;
  private final IntSupplier pressure;
  private long dueNanos;
  private long inForceNanos;

  /** Due at once. {@code pressure} is 0 to 3; each step doubles the interval. */
  Schedule(Duration interval, IntSupplier pressure, long nowNanos) {
    this.intervalNanos = interval.toNanos();
    this.pressure = pressure;
    this.dueNanos = nowNanos;
    this.inForceNanos = intervalNanos;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueNanos >= 0;
  }

  long dueNanos() {
    return dueNanos;
  }

  /** The interval that holds now, pressure and back-off included. */
  long inForceNanos() {
    return inForceNanos;
  }

  /**
   * Sets the next time.
   *
   * @param leastNanos a back-off that the interval must not be shorter than
   */
  void next(long nowNanos, long leastNanos) {
    inForceNanos =
        Math.max(intervalNanos << Math.max(0, Math.min(3, pressure.getAsInt())), leastNanos);
    dueNanos += inForceNanos;
    if (nowNanos - dueNanos >= 0) { // more than a beat behind: what was missed is not made up for
      long missed = (nowNanos - dueNanos) / inForceNanos + 1;
      dueNanos += missed * inForceNanos;
    }
  }

  /** Asks again that soon, if that is before the next beat; the beat goes on from there. */
  void soon(long nowNanos, long nanos) {
    if (nowNanos + nanos - dueNanos < 0) {
      dueNanos = nowNanos + nanos;
    }
  }
}

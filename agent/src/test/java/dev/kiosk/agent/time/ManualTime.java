package dev.kiosk.agent.time;

import java.time.Duration;

/** Clocks that a test moves by hand. The two can be moved apart, as in life. */
public final class ManualTime implements Time {

  private long nanos = 1_000_000_000L;
  private long wallMillis = 1_732_450_000_000L;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized long wallMillis() {
    return wallMillis;
  }

  /** Lets time pass on both clocks. */
  public synchronized void pass(Duration duration) {
    nanos += duration.toNanos();
    wallMillis += duration.toMillis();
  }

  /** Moves both clocks forward to a monotonic time; does nothing when it lies in the past. */
  public synchronized void passTo(long monotonicNanos) {
    if (monotonicNanos > nanos) {
      long millisBefore = nanos / 1_000_000;
      nanos = monotonicNanos;
      wallMillis += nanos / 1_000_000 - millisBefore;
    }
  }

  /** Steps the wall clock only. */
  public synchronized void stepWall(Duration by) {
    wallMillis += by.toMillis();
  }
}

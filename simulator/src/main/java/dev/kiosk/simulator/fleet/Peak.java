package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.time.Time;

/** How often something happens, and the most in any one second. Safe for all threads. */
final class Peak {

  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private final Time time;
  private final long startNanos;
  private long second;
  private int inSecond;
  private int mostEver;
  private int mostSince;
  private long total;

  Peak(Time time) {
    this.time = time;
    this.startNanos = time.nanos();
  }

  /** It happened. */
  synchronized void count() {
    long now = (time.nanos() - startNanos) / NANOS_A_SECOND;
    if (now != second) {
      second = now;
      inSecond = 0;
    }
    inSecond++;
    total++;
    mostEver = Math.max(mostEver, inSecond);
    mostSince = Math.max(mostSince, inSecond);
  }

  /** How often it happened in all. */
  synchronized long total() {
    return total;
  }

  /** The most in any second. */
  synchronized int most() {
    return mostEver;
  }

  /** The most in any second since this was asked last. */
  synchronized int takeMost() {
    int taken = mostSince;
    mostSince = 0;
    return taken;
  }
}

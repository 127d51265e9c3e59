package dev.kiosk.agent.link;

/** Lets so many events a second through, with bursts of a quarter of a second. */
final class Pacer {

  private final int perSecond;
  private double tokens;
  private long lastNanos;

  Pacer(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.tokens = burst();
    this.lastNanos = nowNanos;
  }

  private double burst() {
    return Math.max(1, perSecond / 4.0);
  }

  /** How many may go now, at most {@code wanted}. */
  int allowance(long nowNanos, int wanted) {
    if (perSecond == Integer.MAX_VALUE) {
      return wanted;
    }
    tokens = Math.min(burst(), tokens + (nowNanos - lastNanos) / 1e9 * perSecond);
    lastNanos = nowNanos;
    return Math.min(wanted, (int) tokens);
  }

  void took(int count) {
    tokens -= count;
  }

  /** When at least a tenth of a second's worth may go again, in nanoseconds from now. */
  long refillNanos() {
    double wanted = Math.max(1, perSecond / 10.0);
    return (long) Math.max(0, (wanted - tokens) / perSecond * 1e9);
  }
}

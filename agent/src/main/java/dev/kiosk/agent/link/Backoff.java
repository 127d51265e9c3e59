package dev.kiosk.agent.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides how long to wait before the next try: a random time up to a bound that doubles with each
 * failure (full jitter), so that a fleet does not come back in step. Owns no clock.
 */
final class Backoff {

  /** Not even a lucky draw makes a busy loop. */
  private static final long LEAST_NANOS = Duration.ofMillis(50).toNanos();

  /** A server that asks for more is asked again all the same. */
  private static final long MOST_RETRY_AFTER_SECONDS = 3600;

  private final long initialNanos;
  private final long maxNanos;
  private final RandomGenerator random;
  private int failures;

  Backoff(Duration initial, Duration max, RandomGenerator random) {
    this.initialNanos = initial.toNanos();
    this.maxNanos = max.toNanos();
    this.random = random;
  }

  /** The wait after a connection that ended so, in nanoseconds. */
  long after(Ended ended) {
    if (ended.retryAfterSeconds().isPresent()) {
      return asked(ended.retryAfterSeconds().getAsLong());
    }
    return switch (ended.how()) {
      case IN_PEACE -> 0;
      case IN_VAIN, FAILED -> failed();
      case BUSY, REJECTED -> longest();
    };
  }

  private long failed() {
    long bound = Math.min(maxNanos, initialNanos << Math.min(failures, 20));
    failures++;
    return Math.max(LEAST_NANOS, random.nextLong(bound + 1));
  }

  /** About the longest: nothing that this side does soon would change the answer. */
  private long longest() {
    failures++;
    return maxNanos / 2 + random.nextLong(maxNanos / 2 + 1);
  }

  /** The wait that a server asked for, plus a jitter of up to the longest ordinary wait. */
  private long asked(long seconds) {
    failures++;
    long bounded = Math.min(seconds, MOST_RETRY_AFTER_SECONDS);
    return Duration.ofSeconds(bounded).toNanos() + random.nextLong(maxNanos + 1);
  }

  /** A session proved itself: the next failure begins anew. */
  void succeeded() {
    failures = 0;
  }
}

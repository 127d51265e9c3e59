package dev.kiosk.agent.link;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A fleet whose server goes away and comes back, in virtual time: each kiosk waits as the agent's
 * own {@link Backoff} says. The server refuses connections while it is away. Afterwards it takes as
 * many handshakes a second as it can; beyond these it answers 503 with a Retry-After that it
 * spreads over the time that a whole fleet needs.
 */
final class Herd {

  private static final long MILLI = 1_000_000L;

  /** How long the figures of a run are kept. */
  static final int SECONDS = 1_200;

  private final int kiosks;
  private final int handshakesPerSecond;
  private final Random random;
  private final int[] attemptsIn100Millis = new int[SECONDS * 10];
  private final int[] connectedAtSecond = new int[SECONDS];
  private long lastConnectedNanos;

  /** The next try of one kiosk. */
  private record Attempt(long atNanos, Backoff backoff) {}

  /**
   * A fleet that is connected.
   *
   * @param handshakesPerSecond what the server can do; {@link Integer#MAX_VALUE} for no bound
   */
  Herd(int kiosks, int handshakesPerSecond, long seed) {
    this.kiosks = kiosks;
    this.handshakesPerSecond = handshakesPerSecond;
    this.random = new Random(seed);
  }

  /** The server goes away at 0 for so long; ends when all are back. */
  Herd outage(Duration outage) {
    var attempts = new PriorityQueue<Attempt>((a, b) -> Long.compare(a.atNanos, b.atNanos));
    for (int i = 0; i < kiosks; i++) {
      var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), random);
      long noticed = random.nextInt(100) * MILLI; // the resets of the dying server
      attempts.add(new Attempt(noticed + backoff.after(Ended.failed("connection lost")), backoff));
    }
    int[] handshakes = new int[SECONDS];
    while (!attempts.isEmpty()) {
      Attempt attempt = attempts.remove();
      int second = (int) (attempt.atNanos / 1_000_000_000L);
      attemptsIn100Millis[(int) (attempt.atNanos / (100 * MILLI))]++;
      Ended ended;
      if (attempt.atNanos < outage.toNanos()) {
        ended = Ended.failed("connection refused");
      } else if (handshakes[second]++ < handshakesPerSecond) {
        connectedAtSecond[second]++;
        lastConnectedNanos = attempt.atNanos;
        continue;
      } else {
        ended = Ended.of(busy());
      }
      long answered = attempt.atNanos + (1 + random.nextInt(40)) * MILLI;
      attempts.add(new Attempt(answered + attempt.backoff.after(ended), attempt.backoff));
    }
    return this;
  }

  private TransportEvent.Closed busy() {
    int spread = kiosks / handshakesPerSecond;
    return new TransportEvent.Closed(
        OptionalInt.empty(),
        OptionalInt.of(503),
        OptionalLong.of(1 + random.nextInt(spread)),
        "the server refused the upgrade with HTTP 503");
  }

  /** Attempts of the whole fleet in the second that begins there. */
  int attempts(int second) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += attemptsIn100Millis[second * 10 + i];
    }
    return sum;
  }

  /** The largest share of the fleet, in percent, that tried within any second from one on. */
  double mostPercentInASecond(int fromSecond) {
    int most = 0;
    int sum = attempts(fromSecond);
    for (int i = fromSecond * 10; i + 10 < attemptsIn100Millis.length; i++) {
      most = Math.max(most, sum);
      sum += attemptsIn100Millis[i + 10] - attemptsIn100Millis[i];
    }
    return most * 100.0 / kiosks;
  }

  /** Kiosks that came back in a second. */
  int connected(int second) {
    return connectedAtSecond[second];
  }

  /** When the last kiosk was back. */
  double allBackAfterSeconds() {
    return lastConnectedNanos / 1e9;
  }
}

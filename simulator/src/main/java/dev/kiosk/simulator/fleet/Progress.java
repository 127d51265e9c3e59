package dev.kiosk.simulator.fleet;

import java.time.Duration;
import java.util.Locale;

/** The line that tells every few seconds how a fleet does. Keeps all latencies for the end. */
final class Progress {

  private static final double NANOS_A_SECOND = 1e9;

  private final Shared.Meters meters;
  private final int kiosks;
  private final long startNanos;
  private long lastNanos;
  private long lastMade;

  Progress(Shared.Meters meters, int kiosks, long startNanos) {
    this.meters = meters;
    this.kiosks = kiosks;
    this.startNanos = startNanos;
    this.lastNanos = startNanos;
  }

  boolean isDue(long nowNanos, Duration each) {
    return nowNanos - lastNanos >= each.toNanos();
  }

  /** What happened since the last line. */
  String line(long nowNanos, int connected) {
    double seconds = (nowNanos - lastNanos) / NANOS_A_SECOND;
    lastNanos = nowNanos;
    long made = meters.made().sum();
    double madeEach = (made - lastMade) / seconds;
    lastMade = made;
    Latencies window = meters.receipts().take();
    meters.allReceipts().add(window);
    long second = (nowNanos - startNanos) / (long) NANOS_A_SECOND;
    return String.format(
        Locale.ROOT,
        "%02d:%02d  connected %d of %d, %.0f events/s, %.0f receipts/s, receipt p50 %.0f ms, "
            + "p99 %.0f ms, max %.0f ms, %d connects so far, at most %d in a second",
        second / 60,
        second % 60,
        connected,
        kiosks,
        madeEach,
        window.count() / seconds,
        window.millis(0.5),
        window.millis(0.99),
        window.mostMillis(),
        meters.opened().total(),
        meters.opened().most());
  }
}

package dev.kiosk.agent.recorder;

import java.util.Locale;
import java.util.Optional;

/** Notices when the wall clock jumps with respect to the monotonic one. */
final class ClockWatch {

  /** Smaller steps are the ordinary work of NTP. */
  private static final long LEAST_STEP_MILLIS = 5_000;

  private long lastNanos;
  private long lastWallMillis;

  ClockWatch(long nanos, long wallMillis) {
    this.lastNanos = nanos;
    this.lastWallMillis = wallMillis;
  }

  /** A sentence about the step, if there was one since the last call. */
  Optional<String> look(long nanos, long wallMillis) {
    long passedMillis = (nanos - lastNanos) / 1_000_000;
    long stepMillis = wallMillis - lastWallMillis - passedMillis;
    lastNanos = nanos;
    lastWallMillis = wallMillis;
    if (Math.abs(stepMillis) <= LEAST_STEP_MILLIS) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.US,
            "The wall clock was set %s by %.1f s",
            stepMillis > 0 ? "forward" : "back",
            Math.abs(stepMillis) / 1000.0));
  }
}

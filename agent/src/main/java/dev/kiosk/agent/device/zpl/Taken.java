package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.device.transport.TransportException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a print port alone that somebody has, for longer each time it is found so: 10 s, 20 s, up
 * to 5 min. Owns no clock.
 */
final class Taken {

  private static final long FIRST_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long MOST_NANOS = Duration.ofMinutes(5).toNanos();

  private @Nullable TransportException found;
  private long waitNanos = FIRST_NANOS / 2;
  private long untilNanos;

  /** How it was found, while it is to be left alone; null when it may be asked. */
  @Nullable TransportException stillAt(long nowNanos) {
    return nowNanos - untilNanos < 0 ? found : null;
  }

  /** It was asked, and somebody has it. */
  void foundSo(TransportException how, long nowNanos) {
    found = how;
    waitNanos = Math.min(MOST_NANOS, 2 * waitNanos);
    untilNanos = nowNanos + waitNanos;
  }

  /** It was asked, and nobody has it. */
  void over() {
    found = null;
    waitNanos = FIRST_NANOS / 2;
  }
}

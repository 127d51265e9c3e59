package dev.kiosk.agent.link;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.log.Log;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts what the server sent in vain, and logs it at most once a minute. */
final class IgnoredFrames {

  private static final long LOG_NANOS = Duration.ofMinutes(1).toNanos();

  private final Counters counters;
  private @Nullable Long loggedNanos;

  IgnoredFrames(Counters counters) {
    this.counters = counters;
  }

  void count(String why, long nowNanos) {
    counters.count(Counter.FRAMES_IGNORED);
    Long last = loggedNanos;
    if (last == null || nowNanos - last >= LOG_NANOS) {
      loggedNanos = nowNanos;
      Log.warn("A frame of the server was ignored: {}", why);
    }
  }
}

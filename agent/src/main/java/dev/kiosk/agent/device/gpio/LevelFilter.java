package dev.kiosk.agent.device.gpio;

import dev.kiosk.agent.time.Time;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Believes a level only when it stood for a while: a contact bounces for some milliseconds, and a
 * door in the wind rattles. Remembers from look to look what it believes. For one thread.
 */
final class LevelFilter {

  /** A contact that bounces is seen to do so if it is looked at this often. */
  private static final long SAMPLE_NANOS = Duration.ofMillis(10).toNanos();

  /** What goes away must stay away longer than what comes. */
  private static final Duration CLEAR = Duration.ofMillis(500);

  private final Duration raise;
  private final Time time;
  private final LongConsumer pauseNanos;
  private @Nullable Boolean believed;

  /**
   * A filter that believes nothing yet.
   *
   * @param raise how long the level must stand until the condition is believed
   * @param pauseNanos waits for about so many nanoseconds
   */
  LevelFilter(Duration raise, Time time, LongConsumer pauseNanos) {
    this.raise = raise;
    this.time = time;
    this.pauseNanos = pauseNanos;
  }

  /**
   * Looks at a line. Takes no time while the level is the one that is believed; a contact that does
   * not come to rest until the deadline leaves the belief as it is.
   *
   * @param activeHigh at which level the condition holds
   * @param deadlineNanos when to give up, on the clock of {@link Time#nanos()}
   * @return whether the condition holds; null when nothing is believed yet and the line is restless
   */
  @Nullable Boolean look(Pin pin, boolean activeHigh, long deadlineNanos) throws GpioException {
    boolean active = pin.isHigh() == activeHigh;
    if (believed != null && active == believed) {
      return believed;
    }
    long sinceNanos = time.nanos();
    while (time.nanos() - deadlineNanos < 0) {
      if (time.nanos() - sinceNanos >= needed(active).toNanos()) {
        believed = active;
        break;
      }
      pauseNanos.accept(SAMPLE_NANOS);
      boolean now = pin.isHigh() == activeHigh;
      if (now != active) {
        active = now;
        sinceNanos = time.nanos();
      }
    }
    return believed;
  }

  /** Only what was believed has to go away; at the first look both levels are believed alike. */
  private Duration needed(boolean active) {
    boolean clears = !active && believed != null && believed;
    return clears && CLEAR.compareTo(raise) > 0 ? CLEAR : raise;
  }
}

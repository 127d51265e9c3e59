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

  /** A door in the wind rattles for some time; a contact that does so for longer is broken. */
  private static final Duration RATTLES = Duration.ofSeconds(10);

  private final Duration raise;
  private final Time time;
  private final LongConsumer pauseNanos;
  private @Nullable Boolean believed;
  private @Nullable Long restlessSinceNanos;

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
   * not come to rest until the deadline leaves the belief as it is, for 10 s. After that nothing is
   * known until it has come to rest, at whichever level.
   *
   * @param activeHigh at which level the condition holds
   * @param deadlineNanos when to give up, on the clock of {@link Time#nanos()}
   * @return whether the condition holds; null when nothing is believed and the line is restless
   */
  @Nullable Boolean look(Pin pin, boolean activeHigh, long deadlineNanos) throws GpioException {
    boolean active = pin.isHigh() == activeHigh;
    if (believed != null && active == believed && restlessSinceNanos == null) {
      return believed;
    }
    long startNanos = time.nanos();
    long sinceNanos = startNanos;
    while (time.nanos() - deadlineNanos < 0) {
      if (time.nanos() - sinceNanos >= needed(active).toNanos()) {
        believed = active;
        restlessSinceNanos = null;
        return active;
      }
      pauseNanos.accept(SAMPLE_NANOS);
      boolean now = pin.isHigh() == activeHigh;
      if (now != active) {
        active = now;
        sinceNanos = time.nanos();
      }
    }
    if (restlessSinceNanos == null) {
      restlessSinceNanos = startNanos;
    }
    return time.nanos() - restlessSinceNanos < RATTLES.toNanos() ? believed : null;
  }

  /** Only what was believed has to go away; at the first look both levels are believed alike. */
  private Duration needed(boolean active) {
    boolean clears = !active && believed != null && believed;
    return clears && CLEAR.compareTo(raise) > 0 ? CLEAR : raise;
  }
}

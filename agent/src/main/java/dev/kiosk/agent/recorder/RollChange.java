package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Knows that an empty roll and an open cover in turn are one roll change, which takes 20 to 60 s:
 * while one of the two holds, and for a minute after, the other is not news until it has lasted a
 * minute.
 */
final class RollChange {

  private static final long HOLD_NANOS = Duration.ofSeconds(60).toNanos();

  private final Map<Condition, Long> endedNanos = new EnumMap<>(Condition.class);

  /** A condition ended. */
  void ended(Condition condition, long nowNanos) {
    if (condition == Condition.COVER_OPEN || condition == Condition.MEDIA_OUT) {
      endedNanos.put(condition, nowNanos);
    }
  }

  /**
   * How long a condition must have been shown before it is believed, besides its usual rule.
   *
   * @param held what holds on the device
   */
  long holdNanos(Condition condition, Held held, long nowNanos) {
    return switch (condition) {
      case COVER_OPEN -> holdNanosBeside(Condition.MEDIA_OUT, held, nowNanos);
      case MEDIA_OUT -> holdNanosBeside(Condition.COVER_OPEN, held, nowNanos);
      default -> 0;
    };
  }

  private long holdNanosBeside(Condition other, Held held, long nowNanos) {
    Long ended = endedNanos.get(other);
    boolean now = held.get(other) != null;
    return now || (ended != null && nowNanos - ended < HOLD_NANOS) ? HOLD_NANOS : 0;
  }
}

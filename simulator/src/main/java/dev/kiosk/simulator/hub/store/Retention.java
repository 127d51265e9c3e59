package dev.kiosk.simulator.hub.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long events are kept. What is older, or the oldest of what is too much, is removed; where
 * each spool stands is remembered all the same.
 *
 * @param age since the event arrived; null for as long as there is room
 * @param bytes of all events together; {@link Long#MAX_VALUE} for no limit
 */
public record Retention(@Nullable Duration age, long bytes) {

  /** Removes nothing. */
  public static final Retention FOREVER = new Retention(null, Long.MAX_VALUE);

  /** The arrival before which nothing is kept, in milliseconds since the Unix epoch. */
  public long cutMillis(long nowMillis) {
    return age == null ? Long.MIN_VALUE : nowMillis - age.toMillis();
  }
}

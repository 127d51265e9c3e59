package dev.kiosk.agent.threshold;

import dev.kiosk.agent.command.PushedLimit;
import dev.kiosk.agent.telemetry.Metric;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit that holds.
 *
 * @param metric what is limited
 * @param value readings above it, for {@code duration} without a break, exceed the limit
 * @param clearValue readings below it end that
 * @param duration how long
 * @param pushed the command's limit that it comes from, or null when it is the configured one
 */
public record Limit(
    Metric metric,
    double value,
    double clearValue,
    Duration duration,
    @Nullable PushedLimit pushed) {

  /** How long a reading must stay above a limit where the configuration says nothing. */
  public static final Duration DEFAULT_DURATION = Duration.ofSeconds(10);

  /** Distance between limit and clear value where the configuration says nothing. */
  public static final double DEFAULT_DISTANCE = 10;

  /**
   * The limit of a command in place of a configured one. It keeps the configured duration and the
   * configured distance between limit and clear value; where that would lead to 0 or below, a clear
   * value that nothing could fall under, half of the limit is taken.
   */
  static Limit pushed(Metric metric, PushedLimit pushed, @Nullable Limit configured) {
    double distance =
        configured == null ? DEFAULT_DISTANCE : configured.value() - configured.clearValue();
    double clear = pushed.value() - distance;
    return new Limit(
        metric,
        pushed.value(),
        clear > 0 || pushed.value() < 0 ? clear : pushed.value() / 2,
        configured == null ? DEFAULT_DURATION : configured.duration(),
        pushed);
  }

  /**
   * Whether readings are judged alike by both and the same command set them.
   *
   * <p>Spelled out, and not {@code equals}: what a record has by itself is put together from method
   * handles when it is first called, at each start of a small service again.
   */
  boolean isSameAs(@Nullable Limit other) {
    return other != null
        && metric == other.metric
        && value == other.value
        && clearValue == other.clearValue
        && duration.equals(other.duration)
        && Objects.equals(cid(), other.cid());
  }

  private @Nullable String cid() {
    return pushed == null ? null : pushed.cid();
  }
}

package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.wire.DeviceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one device at one moment. Immutable.
 *
 * @param id the configured id
 * @param kind wire name of the kind, for instance {@code printer}
 * @param service what it is used for, for instance {@code bag tags}, if configured
 * @param state the state
 * @param raised the conditions that hold, worst first
 * @param hidden conditions that are shown too, but are what others of them look like from outside
 * @param source who said so last; null before the first answer
 * @param model the device's own name, if it told
 * @param serial its serial number, if it told
 * @param observedAtMillis wall clock of the last answer, milliseconds since the Unix epoch; null
 *     before it
 * @param observedNanos monotonic time of the last answer; null before it
 * @param sinceMillis wall clock of the last change of state or conditions
 */
public record DeviceView(
    String id,
    String kind,
    @Nullable String service,
    DeviceState state,
    List<Raised> raised,
    List<Hidden> hidden,
    @Nullable String source,
    @Nullable String model,
    @Nullable String serial,
    @Nullable Long observedAtMillis,
    @Nullable Long observedNanos,
    long sinceMillis) {

  /** Copies the lists. */
  public DeviceView {
    raised = List.copyOf(raised);
    hidden = List.copyOf(hidden);
  }

  /** What is known of a condition; null when it does not hold. */
  @Nullable Raised raisedOf(Condition condition) {
    return raised.stream().filter(held -> held.condition() == condition).findFirst().orElse(null);
  }

  /**
   * A condition that is not told by itself.
   *
   * @param by the one that explains it
   */
  public record Hidden(Condition condition, Condition by) {}

  /**
   * A condition that holds.
   *
   * @param condition which
   * @param sinceMillis since when, milliseconds since the Unix epoch
   * @param subject the part concerned, if known
   * @param raw what the source said, if known
   * @param flapping whether it comes and goes too often to tell each time
   * @param severity how bad it is now: by its kind, its source, and how long it has held
   * @param next what to do, where the source knows better than the catalogue; else null
   */
  public record Raised(
      Condition condition,
      long sinceMillis,
      @Nullable String subject,
      @Nullable String raw,
      boolean flapping,
      Severity severity,
      @Nullable String next) {}
}

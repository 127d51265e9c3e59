package dev.kiosk.agent.condition;

import org.jspecify.annotations.Nullable;

/**
 * A condition that one answer of a device shows.
 *
 * @param condition what is wrong
 * @param subject the part concerned (head, cutter, roll, tray n), if the source names one
 * @param raw the bits or text of the source that show it, for an engineer; never passenger data
 * @param severity how bad it is here, where that is not what the condition is usually; else null
 */
public record Finding(
    Condition condition,
    @Nullable String subject,
    @Nullable String raw,
    @Nullable Severity severity) {

  /** A finding as bad as its condition usually is. */
  public Finding(Condition condition, @Nullable String subject, @Nullable String raw) {
    this(condition, subject, raw, null);
  }

  /** A finding with neither subject nor raw text. */
  public static Finding of(Condition condition) {
    return new Finding(condition, null, null);
  }

  /** A finding that keeps what the source said. */
  public static Finding of(Condition condition, String raw) {
    return new Finding(condition, null, raw);
  }

  /** The same, as bad as that. */
  public Finding withSeverity(Severity severity) {
    return new Finding(condition, subject, raw, severity);
  }

  /** How bad it is. */
  public Severity badness() {
    return severity == null ? condition.severity() : severity;
  }
}

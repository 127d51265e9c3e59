package dev.kiosk.agent.condition;

import org.jspecify.annotations.Nullable;

/**
 * A condition that one answer of a device shows.
 *
 * @param condition what is wrong
 * @param subject the part concerned (head, cutter, roll, tray n), if the source names one
 * @param raw the bits or text of the source that show it, for an engineer; never passenger data
 */
public record Finding(Condition condition, @Nullable String subject, @Nullable String raw) {

  /** A finding with neither subject nor raw text. */
  public static Finding of(Condition condition) {
    return new Finding(condition, null, null);
  }

  /** A finding that keeps what the source said. */
  public static Finding of(Condition condition, String raw) {
    return new Finding(condition, null, raw);
  }
}

package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import java.time.Duration;

/**
 * When a condition that samples show is believed, and when its absence is.
 *
 * @param raiseSamples that many samples in a row must show it
 * @param raiseTime and the first of them must be that old
 * @param clearSamples that many samples in a row must not show it
 * @param clearTime and the first of them must be that old
 * @param needsRefill a roll change (MEDIA_OUT or COVER_OPEN) must have been seen in between:
 *     optical near-end sensors chatter at the edge
 */
record Rule(
    int raiseSamples,
    Duration raiseTime,
    int clearSamples,
    Duration clearTime,
    boolean needsRefill) {

  private static final Rule AT_ONCE = samples(1, 1);
  private static final Rule BLOCKING = new Rule(2, Duration.ZERO, 2, Duration.ofSeconds(5), false);
  private static final Rule NEARLY_EMPTY =
      new Rule(3, Duration.ofSeconds(60), 3, Duration.ofSeconds(120), true);
  private static final Rule NOT_TAKEN =
      new Rule(1, Duration.ofSeconds(30), 1, Duration.ZERO, false);
  private static final Rule SELF_CLEARING =
      new Rule(1, Duration.ofSeconds(30), 1, Duration.ofSeconds(30), false);
  private static final Rule PRESENCE =
      new Rule(1, Duration.ofSeconds(3), 1, Duration.ofSeconds(10), false);
  private static final Rule ANSWERS = samples(3, 2);
  private static final Rule USUAL = samples(2, 2);

  /** A rule that counts samples only. */
  static Rule samples(int raise, int clear) {
    return new Rule(raise, Duration.ZERO, clear, Duration.ZERO, false);
  }

  /** The rule for a condition where the configuration gives none. */
  static Rule of(Condition condition) {
    return switch (condition) {
      case MEDIA_OUT, COVER_OPEN, MEDIA_JAM, CUTTER_FAULT, HARDWARE_FAULT -> BLOCKING;
      case MEDIA_LOW, SUPPLY_LOW -> NEARLY_EMPTY;
      case MEDIA_NOT_TAKEN -> NOT_TAKEN;
      case OVER_TEMPERATURE, BUFFER_FULL -> SELF_CLEARING;
      case DEVICE_ABSENT -> PRESENCE;
      case NOT_RESPONDING, LINK_DOWN -> ANSWERS;
      // A line that tells of a door is filtered where it is read, for far less than two samples.
      case PORT_IN_USE, STATUS_UNKNOWN, ENCLOSURE_OPEN -> AT_ONCE;
      default -> USUAL;
    };
  }
}

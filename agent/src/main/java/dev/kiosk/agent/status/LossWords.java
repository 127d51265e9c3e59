package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Loss;

/** Says what was lost and why. */
final class LossWords {

  private LossWords() {}

  /** "400 readings dropped: the buffer was full". */
  static String of(Loss loss) {
    String events = Spans.counted(loss.count(), loss.lane());
    return switch (loss.reason()) {
      case "full" -> events + " dropped: the buffer was full";
      case "expired" -> events + " dropped: older than the greatest age";
      case "damaged" -> events + " lost: they could not be read back from the disk";
      case "forgotten" -> events + " that the server had confirmed are no longer with it";
      case "restart" ->
          Spans.counted(loss.count(), "stops")
              + " without warning (power cut or kill): "
              + loss.lane()
              + " of the last moments before each may be missing";
      default -> events + " lost: " + loss.reason();
    };
  }

  /** "400 readings dropped: the buffer was full, most recently at 12:36:09". */
  static String of(Loss loss, Clock clock) {
    Long at = loss.atMillis();
    return at == null ? of(loss) : of(loss) + ", most recently at " + clock.at(at);
  }

  /** "Lost", or "Perhaps lost" where nobody can know. */
  static String heading(Loss loss) {
    return certain(loss) ? "Lost" : "Perhaps lost";
  }

  /** Whether events are gone for certain. */
  static boolean certain(Loss loss) {
    return loss.count() > 0 && !loss.reason().equals("restart");
  }
}

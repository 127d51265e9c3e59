package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Loss;

/** Says what was lost and why, and how long it takes until something will be. */
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
          (loss.count() == 1 ? "1 stop" : loss.count() + " stops")
              + " without warning: each lost at most one flush interval of "
              + loss.lane();
      default -> events + " lost: " + loss.reason();
    };
  }

  /** "can stay offline for 9 d 4 h more at this rate". */
  static String offline(long millis) {
    return millis < 1000
        ? "the buffer is full: for each new reading the oldest is dropped"
        : "can stay offline for " + Spans.words(millis) + " more at this rate";
  }

  /** Whether events are gone for certain. */
  static boolean certain(Loss loss) {
    return loss.count() > 0 && !loss.reason().equals("restart");
  }
}

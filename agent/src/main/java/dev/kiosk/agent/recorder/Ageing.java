package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is harmless for a moment and blocks the service when it lasts. Pure. */
final class Ageing {

  private Ageing() {}

  /**
   * How long a condition may hold before it counts as an error; null when its age changes nothing.
   */
  static @Nullable Duration patience(Condition condition) {
    return switch (condition) {
      case BUFFER_FULL -> Duration.ofMinutes(2);
      case DEVICE_STARTING, MEDIA_NOT_TAKEN -> Duration.ofMinutes(5);
      case OVER_TEMPERATURE -> Duration.ofMinutes(10);
      default -> null;
    };
  }

  /** How bad a condition is that has held for so long and was that bad at first. */
  static Severity severity(Condition condition, Severity first, long heldNanos) {
    Duration patience = patience(condition);
    boolean old = patience != null && heldNanos >= patience.toNanos();
    return old && first.compareTo(Severity.ERROR) < 0 ? Severity.ERROR : first;
  }
}

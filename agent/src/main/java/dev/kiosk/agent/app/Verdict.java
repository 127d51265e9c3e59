package dev.kiosk.agent.app;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The state of a device as a whole, after one look, and how a command tells it to a script. */
enum Verdict {
  /** Can give its service. */
  READY(0),
  /** Works, will need help. */
  WARNING(1),
  /** Its service is blocked. */
  ERROR(2),
  /** Cannot be reached. */
  OFFLINE(2),
  /** Nobody knows; never to be read as ready. */
  UNKNOWN(2);

  private static final Set<Condition> MEAN_OFFLINE =
      Set.of(
          Condition.DEVICE_ABSENT,
          Condition.LINK_DOWN,
          Condition.NOT_RESPONDING,
          Condition.DEVICE_OFFLINE);
  private static final Set<Condition> MEAN_UNKNOWN =
      Set.of(Condition.PORT_IN_USE, Condition.PROTOCOL_MISMATCH, Condition.STATUS_UNKNOWN);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a command that found this. */
  int exitCode() {
    return exitCode;
  }

  /** The word for people and frames. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state that the findings of one look give. */
  static Verdict of(List<Finding> findings) {
    List<Condition> conditions = findings.stream().map(Finding::condition).toList();
    if (conditions.stream().anyMatch(MEAN_OFFLINE::contains)) {
      return OFFLINE;
    }
    if (conditions.stream().anyMatch(MEAN_UNKNOWN::contains)) {
      return UNKNOWN;
    }
    Severity worst =
        conditions.stream().map(Condition::severity).max(Severity::compareTo).orElse(Severity.INFO);
    return switch (worst) {
      case INFO -> READY;
      case WARNING -> WARNING;
      case ERROR, CRITICAL -> ERROR;
    };
  }
}

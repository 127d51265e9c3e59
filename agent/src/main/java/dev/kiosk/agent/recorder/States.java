package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.wire.DeviceState;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;

/** How conditions make a state, and which of them comes first. Pure. */
final class States {

  private static final Set<Condition> OFFLINE =
      Set.of(
          Condition.DEVICE_ABSENT,
          Condition.LINK_DOWN,
          Condition.NOT_RESPONDING,
          Condition.DEVICE_OFFLINE);

  private static final Set<Condition> UNKNOWN =
      Set.of(Condition.PROTOCOL_MISMATCH, Condition.STATUS_UNKNOWN);

  /** Worst first: what hides the others, then by severity. */
  static final Comparator<Condition> WORST_FIRST =
      Comparator.comparingInt(States::rank).thenComparing(Comparator.naturalOrder());

  private States() {}

  /** The state that raised conditions make. */
  static DeviceState of(Collection<Condition> raised) {
    if (raised.stream().anyMatch(OFFLINE::contains)) {
      return DeviceState.OFFLINE;
    }
    if (raised.stream().anyMatch(UNKNOWN::contains)) {
      return DeviceState.UNKNOWN;
    }
    if (raised.stream().anyMatch(condition -> atLeast(condition, Severity.ERROR))) {
      return DeviceState.ERROR;
    }
    if (raised.stream().anyMatch(condition -> atLeast(condition, Severity.WARNING))) {
      return DeviceState.WARNING;
    }
    // By itself a port in use says nothing of the device, neither good nor bad.
    return raised.contains(Condition.PORT_IN_USE) ? DeviceState.UNKNOWN : DeviceState.READY;
  }

  private static boolean atLeast(Condition condition, Severity severity) {
    return condition.severity().compareTo(severity) >= 0;
  }

  private static int rank(Condition condition) {
    return switch (condition) {
      case DEVICE_ABSENT, LINK_DOWN -> 0;
      case NOT_RESPONDING -> 1;
      case PROTOCOL_MISMATCH -> 2;
      default -> 2 + Severity.values().length - severityRank(condition);
    };
  }

  private static int severityRank(Condition condition) {
    int rank = 0;
    for (Severity severity : Severity.values()) {
      rank += condition.severity().compareTo(severity) >= 0 ? 1 : 0;
    }
    return rank - 1;
  }
}

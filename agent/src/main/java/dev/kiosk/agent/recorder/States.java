package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.wire.DeviceState;
import java.util.Collection;
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

  private States() {}

  /** Worst first: what hides the others, then by severity. */
  static int worstFirst(DeviceView.Raised one, DeviceView.Raised other) {
    int byRank = Integer.compare(rank(one), rank(other));
    return byRank != 0 ? byRank : one.condition().compareTo(other.condition());
  }

  /** The state that raised conditions make. */
  static DeviceState of(Collection<DeviceView.Raised> raised) {
    if (raised.stream().anyMatch(each -> OFFLINE.contains(each.condition()))) {
      return DeviceState.OFFLINE;
    }
    if (raised.stream().anyMatch(each -> UNKNOWN.contains(each.condition()))) {
      return DeviceState.UNKNOWN;
    }
    if (raised.stream().anyMatch(each -> atLeast(each, Severity.ERROR))) {
      return DeviceState.ERROR;
    }
    if (raised.stream().anyMatch(each -> atLeast(each, Severity.WARNING))) {
      return DeviceState.WARNING;
    }
    // By itself a port in use says nothing of the device, neither good nor bad.
    boolean inUse = raised.stream().anyMatch(each -> each.condition() == Condition.PORT_IN_USE);
    return inUse ? DeviceState.UNKNOWN : DeviceState.READY;
  }

  private static boolean atLeast(DeviceView.Raised raised, Severity severity) {
    return raised.severity().compareTo(severity) >= 0;
  }

  private static int rank(DeviceView.Raised raised) {
    return switch (raised.condition()) {
      case DEVICE_ABSENT, LINK_DOWN -> 0;
      case NOT_RESPONDING -> 1;
      case PROTOCOL_MISMATCH -> 2;
      default ->
          switch (raised.severity()) {
            case CRITICAL -> 3;
            case ERROR -> 4;
            case WARNING -> 5;
            case INFO -> 6;
          };
    };
  }
}

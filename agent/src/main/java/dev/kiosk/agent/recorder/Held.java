package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions that hold on one device, with what is known of each. */
final class Held {

  private final Map<Condition, DeviceView.Raised> raised = new EnumMap<>(Condition.class);
  private final Map<Condition, Long> sinceNanos = new EnumMap<>(Condition.class);
  private final Map<Condition, Severity> first = new EnumMap<>(Condition.class);

  /**
   * Holds what an earlier run told already; how long it has held is counted from now.
   *
   * @param sinceMillis wall clock
   */
  void restore(Condition condition, long sinceMillis, long nowNanos) {
    // What is only worth knowing is told when it has lasted too long, so that is what it was.
    Severity told = condition.severity() == Severity.INFO ? Severity.ERROR : condition.severity();
    first.put(condition, told);
    sinceNanos.put(condition, nowNanos);
    raised.put(condition, new DeviceView.Raised(condition, sinceMillis, null, null, false, told));
  }

  /** It holds; what was known of it stays where the finding tells nothing. */
  void hold(
      Condition condition, @Nullable Finding finding, boolean flapping, DeviceTracker.Now now) {
    DeviceView.Raised before = raised.get(condition);
    long since = sinceNanos.computeIfAbsent(condition, key -> now.nanos());
    Severity shown =
        finding != null ? finding.badness() : first.getOrDefault(condition, condition.severity());
    first.put(condition, shown);
    raised.put(
        condition,
        new DeviceView.Raised(
            condition,
            before == null ? now.wallMillis() : before.sinceMillis(),
            finding != null ? finding.subject() : before == null ? null : before.subject(),
            finding != null ? finding.raw() : before == null ? null : before.raw(),
            flapping,
            Ageing.severity(condition, shown, now.nanos() - since)));
  }

  /** It does not hold any more. */
  void end(Condition condition) {
    raised.remove(condition);
    sinceNanos.remove(condition);
    first.remove(condition);
  }

  /** What is known of it, or null when it does not hold. */
  DeviceView.@Nullable Raised get(Condition condition) {
    return raised.get(condition);
  }

  /** All that hold. */
  Collection<DeviceView.Raised> all() {
    return raised.values();
  }
}

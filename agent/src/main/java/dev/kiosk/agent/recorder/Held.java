package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions that hold on one device, with what is known of each. */
final class Held {

  private final Map<Condition, DeviceView.Raised> raised = new EnumMap<>(Condition.class);
  private final Map<Condition, Long> sinceNanos = new EnumMap<>(Condition.class);
  private final Map<Condition, Severity> first = new EnumMap<>(Condition.class);

  /** How bad each was when there was something to tell of it at last. */
  private final Map<Condition, Severity> told = new EnumMap<>(Condition.class);

  /**
   * Holds what an earlier run told already. How long it has held is counted from now, but what was
   * too old then is too old now.
   */
  void restore(Condition condition, Told before, long nowNanos) {
    Severity severity = before.severity();
    Duration patience = severity.compareTo(Severity.ERROR) < 0 ? null : Ageing.patience(condition);
    first.put(condition, severity);
    told.put(condition, severity);
    sinceNanos.put(condition, patience == null ? nowNanos : nowNanos - patience.toNanos());
    raised.put(
        condition,
        new DeviceView.Raised(condition, before.sinceMillis(), null, null, false, severity, null));
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
            Ageing.severity(condition, shown, now.nanos() - since),
            finding != null ? finding.next() : before == null ? null : before.next()));
  }

  /** How bad it was when it was told at last; null when that never was. */
  @Nullable Severity told(Condition condition) {
    return told.get(condition);
  }

  /** It is told now. */
  void tell(DeviceView.Raised now) {
    told.put(now.condition(), now.severity());
  }

  /** It does not hold any more. */
  void end(Condition condition) {
    told.remove(condition);
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

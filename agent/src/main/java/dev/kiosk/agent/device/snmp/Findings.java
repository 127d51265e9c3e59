package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what several tables of one printer say, each condition once. The first to name it is the
 * one that knows most; later ones from the same table add their parts. For one thread.
 */
final class Findings {

  private static final int MOST_PARTS = 3;

  private final Map<Condition, Parts> found = new LinkedHashMap<>();

  private static final class Parts {
    private final String origin;
    private final List<String> subjects = new ArrayList<>();
    private final List<String> raws = new ArrayList<>();

    private Parts(String origin) {
      this.origin = origin;
    }

    private void add(@Nullable String subject, String raw) {
      if (raws.size() < MOST_PARTS) {
        raws.add(raw);
        if (subject != null && !subjects.contains(subject)) {
          subjects.add(subject);
        }
      }
    }
  }

  /**
   * A source shows a condition. It counts if no other source named the condition before.
   *
   * @param origin which of the sources: they are asked one behind the other
   * @param subject the part concerned, if it is known
   * @param raw what shows it, for an engineer
   */
  void add(String origin, Condition condition, @Nullable String subject, String raw) {
    Parts parts = found.computeIfAbsent(condition, key -> new Parts(origin));
    if (parts.origin.equals(origin)) {
      parts.add(subject, raw);
    }
  }

  /** Whether a condition was found. */
  boolean has(Condition condition) {
    return found.containsKey(condition);
  }

  /** Whether something was found that is worse than worth knowing. */
  boolean hasTrouble() {
    return found.keySet().stream().anyMatch(each -> each.severity() != Severity.INFO);
  }

  /** Whether something was found for which a printer stops, by itself or by somebody's will. */
  boolean hasCauseToStop() {
    return found.keySet().stream()
        .anyMatch(
            each ->
                each.severity().compareTo(Severity.ERROR) >= 0 || each == Condition.DEVICE_PAUSED);
  }

  /** The conditions that were found. */
  Set<Condition> conditions() {
    Set<Condition> conditions = EnumSet.noneOf(Condition.class);
    conditions.addAll(found.keySet());
    return conditions;
  }

  /** Those of them that no source named before this one. */
  Set<Condition> conditionsFrom(String origin) {
    Set<Condition> conditions = EnumSet.noneOf(Condition.class);
    found.forEach(
        (condition, parts) -> {
          if (parts.origin.equals(origin)) {
            conditions.add(condition);
          }
        });
    return conditions;
  }

  /** What was found, in the order in which it was. */
  List<Finding> list() {
    List<Finding> list = new ArrayList<>();
    found.forEach(
        (condition, parts) ->
            list.add(
                new Finding(
                    condition,
                    parts.subjects.isEmpty() ? null : String.join(", ", parts.subjects),
                    String.join("; ", parts.raws))));
    return list;
  }
}

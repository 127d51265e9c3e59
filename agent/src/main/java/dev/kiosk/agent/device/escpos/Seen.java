package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a printer's answers showed.
 *
 * @param findings all conditions that they show
 * @param judged the conditions of which they could have told, had they held
 */
record Seen(List<Finding> findings, Set<Condition> judged) {

  /** Copies the collections. */
  Seen {
    findings = List.copyOf(findings);
    judged = Set.copyOf(judged);
  }

  /**
   * The same, with faults that another sign shows. What the answers show counts already; what hangs
   * in the air while the cover is open is left out.
   *
   * @param faults evidence of faults; their absence proves nothing
   */
  Seen with(List<Finding> faults) {
    boolean open = has(Condition.COVER_OPEN);
    var all = new ArrayList<>(findings);
    var known = EnumSet.noneOf(Condition.class);
    known.addAll(judged);
    for (Finding fault : faults) {
      boolean frozen = open && EscPosStatus.FROZEN_BY_COVER.contains(fault.condition());
      if (!frozen && !has(fault.condition())) {
        all.add(fault);
        known.add(fault.condition());
      }
    }
    return new Seen(all, known);
  }

  /** All that was not judged, but for what concerns the way there, which worked. */
  Set<Condition> unobservable() {
    var rest = EnumSet.allOf(Condition.class);
    rest.removeAll(judged);
    rest.removeIf(Condition::isAboutTheWayThere);
    return Collections.unmodifiableSet(rest);
  }

  private boolean has(Condition condition) {
    return findings.stream().anyMatch(finding -> finding.condition() == condition);
  }
}

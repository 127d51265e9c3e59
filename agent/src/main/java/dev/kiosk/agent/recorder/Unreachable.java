package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The ways in which a device cannot be reached, as one sample shows them. A device that fails in
 * another way each time is not reached all the same, and one that fails in another way than before
 * is not well again: so a failure of one kind counts for those of the other kinds, but only what is
 * shown itself is ever begun.
 */
final class Unreachable {

  private static final Set<Condition> WAYS =
      EnumSet.of(Condition.DEVICE_ABSENT, Condition.LINK_DOWN, Condition.NOT_RESPONDING);

  /** Those of which failures are counted; absence has a time of its own. */
  private static final Set<Condition> COUNTED =
      EnumSet.of(Condition.LINK_DOWN, Condition.NOT_RESPONDING);

  /** What this sample says of a condition. */
  enum Word {
    /** What the condition itself says counts. */
    ITS_OWN,
    /** Another source shows a failure of another kind: nothing is said of this one. */
    NOTHING,
    /** Another failure, which counts for this one too, but does not begin it. */
    SUSPECT,
    /** Another failure, which nobody has been told of, while this one holds: it does not end. */
    KEPT
  }

  private final Set<Condition> shown = EnumSet.noneOf(Condition.class);
  private final boolean heard;
  private final Predicate<Condition> raised;

  /**
   * What a sample shows.
   *
   * @param raised whether a condition holds now; asked each time
   */
  Unreachable(Sources.Verdict verdict, Predicate<Condition> raised) {
    shown.addAll(verdict.shown().keySet());
    shown.retainAll(WAYS);
    this.heard = !verdict.undecided().containsAll(shown);
    this.raised = raised;
  }

  /** What must be judged besides what is shown. */
  Set<Condition> concerned() {
    return heard ? Collections.unmodifiableSet(COUNTED) : Set.of();
  }

  /** What is said of a condition. */
  Word of(Condition condition) {
    if (!COUNTED.contains(condition) || shown.isEmpty() || shown.contains(condition)) {
      return Word.ITS_OWN;
    }
    if (!heard) {
      return Word.NOTHING;
    }
    if (raised.test(condition)) {
      return shown.stream().anyMatch(raised) ? Word.ITS_OWN : Word.KEPT;
    }
    return anyRaised() ? Word.ITS_OWN : Word.SUSPECT;
  }

  /** What was suspected and need not be any more, since another way is told now. */
  Set<Condition> cleared() {
    if (!anyRaised()) {
      return Set.of();
    }
    Set<Condition> cleared = EnumSet.copyOf(COUNTED);
    cleared.removeAll(shown);
    cleared.removeIf(raised);
    return cleared;
  }

  private boolean anyRaised() {
    return WAYS.stream().anyMatch(raised);
  }
}

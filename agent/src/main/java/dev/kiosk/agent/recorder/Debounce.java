package dev.kiosk.agent.recorder;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Decides, sample by sample, whether one condition of one device holds. Owns no clock.
 *
 * <p>A condition that changes more than six times in ten minutes is flapping: it stays raised,
 * without further news, until nothing has changed for ten minutes. What changes is what samples
 * make believe by the rule, also where that is held back by the flapping; a single sample that is
 * not believed changes nothing.
 */
final class Debounce {

  private static final int MOST_CHANGES = 6;
  private static final long FLAPPING_WINDOW_NANOS = Duration.ofMinutes(10).toNanos();

  private final Rule rule;
  private final ArrayDeque<Long> changesNanos = new ArrayDeque<>();

  /** What the rule makes of the samples, flapping or not. */
  private boolean believed;

  private boolean raised;
  private boolean flapping;
  private boolean refilled;
  private boolean pendingShown;
  private int inARow;
  private long firstNanos;

  Debounce(Rule rule, boolean raised) {
    this.rule = rule;
    this.believed = raised;
    this.raised = raised;
  }

  /**
   * Takes one sample that could see the condition.
   *
   * @param shown whether it did
   * @param nowNanos monotonic time of the sample
   * @return whether {@link #raised} changed
   */
  boolean sample(boolean shown, long nowNanos) {
    return sample(shown, nowNanos, 0);
  }

  /**
   * The same, where the condition must have been shown for at least so long before it is believed.
   */
  boolean sample(boolean shown, long nowNanos, long holdNanos) {
    boolean changed = believe(shown, nowNanos, holdNanos);
    noteChange(changed, nowNanos);
    boolean before = raised;
    raised = believed || flapping;
    return raised != before;
  }

  private boolean believe(boolean shown, long nowNanos, long holdNanos) {
    if (shown == believed) {
      inARow = 0;
      return false;
    }
    if (inARow == 0 || shown != pendingShown) {
      pendingShown = shown;
      inARow = 0;
      firstNanos = nowNanos;
    }
    inARow++;
    if (shown ? !mayRaise(nowNanos, holdNanos) : !mayClear(nowNanos)) {
      return false;
    }
    believed = shown;
    inARow = 0;
    refilled = false;
    return true;
  }

  /** Takes a sample that speaks for the condition, but is not enough to begin it. */
  void suspect(long nowNanos) {
    sample(true, nowNanos, Long.MAX_VALUE);
  }

  boolean needsRefill() {
    return rule.needsRefill();
  }

  /**
   * The cover is open or the media is out: what follows may be another roll, and is judged anew.
   */
  void refill() {
    refilled = true;
    inARow = 0;
  }

  /** A level shows that the sensor is not at its edge: no roll change needs to be seen. */
  void surelyGone() {
    refilled = true;
  }

  /** Samples that spoke for it count no more. */
  void forget() {
    inARow = 0;
  }

  /** The device started anew: what was counted before tells nothing of what it does now. */
  void restart() {
    changesNanos.clear();
    flapping = false;
    believed = raised;
    refill();
  }

  private void noteChange(boolean changed, long nowNanos) {
    if (changed) {
      changesNanos.addLast(nowNanos);
      if (changesNanos.size() > MOST_CHANGES + 1) {
        changesNanos.removeFirst();
      }
    }
    while (!changesNanos.isEmpty() && nowNanos - changesNanos.getFirst() > FLAPPING_WINDOW_NANOS) {
      changesNanos.removeFirst();
    }
    if (changesNanos.size() > MOST_CHANGES) {
      flapping = true;
    } else if (changesNanos.isEmpty()) {
      flapping = false;
    }
  }

  private boolean mayRaise(long nowNanos, long holdNanos) {
    long leastNanos = Math.max(rule.raiseTime().toNanos(), holdNanos);
    return inARow >= rule.raiseSamples() && nowNanos - firstNanos >= leastNanos;
  }

  private boolean mayClear(long nowNanos) {
    return inARow >= rule.clearSamples()
        && nowNanos - firstNanos >= rule.clearTime().toNanos()
        && (!rule.needsRefill() || refilled);
  }

  boolean raised() {
    return raised;
  }

  boolean flapping() {
    return flapping;
  }

  /** Whether samples contradict what is held, but not long enough yet. */
  boolean undecided() {
    return inARow > 0;
  }
}

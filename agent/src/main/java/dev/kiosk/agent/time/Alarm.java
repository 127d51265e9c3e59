package dev.kiosk.agent.time;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Wakes loops at the time that each has asked for, so that they need no thread to wait in. Stepped
 * by one thread; {@link #call} from any.
 */
public final class Alarm implements Step {

  private final Map<Loop, Long> calls = new HashMap<>();
  private Runnable onEarlier = () -> {};

  /** Whom to wake when the next call has come to be an earlier one. */
  public synchronized void onEarlier(Runnable wake) {
    onEarlier = wake;
  }

  /**
   * Wakes a loop at a time, once.
   *
   * @param atNanos monotonic time, see {@link Time#nanos()}
   */
  void call(Loop loop, long atNanos) {
    Runnable wake;
    synchronized (this) {
      calls.put(loop, atNanos);
      wake = onEarlier;
    }
    wake.run();
  }

  @Override
  public int step(long nowNanos) {
    int called = 0;
    synchronized (this) {
      for (Iterator<Map.Entry<Loop, Long>> each = calls.entrySet().iterator(); each.hasNext(); ) {
        Map.Entry<Loop, Long> call = each.next();
        if (call.getValue() - nowNanos <= 0) {
          call.getKey().wake(); // first: where no thread can be had now, the call stands
          each.remove();
          called++;
        }
      }
    }
    return called;
  }

  @Override
  public synchronized long wakeAtNanos(long nowNanos) {
    long soonest = Long.MAX_VALUE; // of the waits: monotonic time may overflow
    for (long atNanos : calls.values()) {
      soonest = Math.min(soonest, atNanos - nowNanos);
    }
    return calls.isEmpty() ? nowNanos + Loop.LONGEST_WAIT_NANOS : nowNanos + soonest;
  }
}

package dev.kiosk.agent.time;

/**
 * A part of the agent that works in small steps. {@link Loop} gives it a thread; a test calls it by
 * hand, so the whole agent can run in one thread under virtual time.
 *
 * <p>All calls come from one thread.
 */
public interface Step {

  /**
   * Does what is due and returns.
   *
   * @param nowNanos monotonic time, see {@link Time#nanos()}
   * @return how much was done; 0 says that nothing was due
   */
  int step(long nowNanos);

  /**
   * When {@link #step} wants to be called next if nobody wakes its loop before.
   *
   * @param nowNanos monotonic time, the same that the last step was given
   * @return monotonic time in nanoseconds; may lie in the past
   */
  long wakeAtNanos(long nowNanos);
}

package dev.kiosk.agent.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@link Step} its thread. Steps as long as there is work, then waits until the step's own
 * wake-up time or a call of {@link #wake()}.
 */
public final class Loop implements AutoCloseable {

  /** Bounds the wait, so that a step with a wrong wake-up time is late but not dead. */
  private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(5).toNanos();

  /** After a step that threw: long enough to spare the processor, short enough to go on. */
  private static final long WAIT_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

  private final String name;
  private final Step step;
  private final Time time;
  private final Consumer<Throwable> onFailure;
  private final AtomicLong steps = new AtomicLong();
  private volatile boolean stopping;
  private volatile @Nullable Thread thread;

  /**
   * A loop that does not run yet.
   *
   * @param name the role; it is the thread's name and appears in the status
   * @param onFailure told of anything that a step threw; the loop goes on
   */
  public Loop(String name, Step step, Time time, Consumer<Throwable> onFailure) {
    this.name = name;
    this.step = step;
    this.time = time;
    this.onFailure = onFailure;
  }

  /** Starts the thread. To be called once. */
  public Loop start() {
    var started = new Thread(this::run, name);
    started.setDaemon(true);
    thread = started;
    started.start();
    return this;
  }

  /** Makes the loop step soon. Cheap, from any thread. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** The role of this loop. */
  public String name() {
    return name;
  }

  /**
   * How many steps came to their end without throwing. It grows at least each five seconds, also
   * while there is nothing to do; one that does not grow shows a step that hangs, or that fails
   * each time.
   */
  public long steps() {
    return steps.get();
  }

  /** The thread that steps; null before the start. */
  public @Nullable Thread thread() {
    return thread;
  }

  private void run() {
    while (!stopping) {
      long nowNanos = time.nanos();
      try {
        int work = step.step(nowNanos);
        steps.incrementAndGet();
        if (work == 0) {
          long waitNanos = step.wakeAtNanos(nowNanos) - time.nanos();
          park(Math.min(waitNanos, LONGEST_WAIT_NANOS));
        }
      } catch (
          Throwable
              failure) { // the one catch-all of this thread: a broken step must not end the agent
        onFailure.accept(failure);
        park(WAIT_AFTER_FAILURE_NANOS);
      }
    }
  }

  private void park(long nanos) {
    if (nanos > 0 && !stopping) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  /**
   * Asks the thread to end and waits up to a second for it. A step that hangs in the kernel is left
   * behind; its thread is a daemon and does not keep the process.
   */
  @Override
  public void close() {
    close(Duration.ofSeconds(1));
  }

  /** Asks the thread to end and returns at once. */
  public void askToStop() {
    stopping = true;
    wake();
  }

  /**
   * Asks the thread to end and waits for it.
   *
   * @param patience the longest wait
   * @return whether the thread has ended
   */
  public boolean close(Duration patience) {
    askToStop();
    Thread running = thread;
    if (running == null || running == Thread.currentThread()) {
      return true;
    }
    try {
      running.join(Math.max(1, patience.toMillis()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return !running.isAlive();
  }
}

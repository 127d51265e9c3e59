package dev.kiosk.agent.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@link Step} its thread. Steps as long as there is work, then waits until the step's own
 * wake-up time or a call of {@link #wake()}.
 *
 * <p>One with an {@link Alarm} gives its thread back when it has long to wait: a device is asked
 * for a fraction of a second each half minute, and a stack that waits for it is memory.
 */
public final class Loop implements AutoCloseable {

  /** Bounds the wait, so that a step with a wrong wake-up time is late but not dead. */
  static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(5).toNanos();

  /** After a step that threw: long enough to spare the processor, short enough to go on. */
  private static final long WAIT_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

  /** A thread that is soon needed again is kept; a new one costs about as much as a question. */
  private static final long SHORT_WAIT_NANOS = Duration.ofSeconds(1).toNanos();

  private final String name;
  private final Step step;
  private final Time time;
  private final Consumer<Throwable> onFailure;
  private final @Nullable Alarm alarm;
  private final AtomicLong steps = new AtomicLong();
  private boolean begun;
  private boolean woken;
  private volatile boolean stopping;
  private volatile @Nullable Thread thread;

  /**
   * A loop that does not run yet.
   *
   * @param name the role; it is the thread's name and appears in the status
   * @param onFailure told of anything that a step threw; the loop goes on
   */
  public Loop(String name, Step step, Time time, Consumer<Throwable> onFailure) {
    this(name, step, time, onFailure, null);
  }

  private Loop(
      String name, Step step, Time time, Consumer<Throwable> onFailure, @Nullable Alarm alarm) {
    this.name = name;
    this.step = step;
    this.time = time;
    this.onFailure = onFailure;
    this.alarm = alarm;
  }

  /**
   * The same loop, not running yet, but without a thread while it has more than a second to wait.
   *
   * @param calls wakes it in time
   */
  public Loop calledBy(Alarm calls) {
    return new Loop(name, step, time, onFailure, calls);
  }

  /** Starts to step. To be called once. */
  public synchronized Loop start() {
    begun = true;
    launch();
    return this;
  }

  /**
   * Steps in the caller's thread, instead of one of its own, until {@link #askToStop}. To be called
   * once, in place of {@link #start}.
   */
  public void stay() {
    thread = Thread.currentThread();
    run();
  }

  private synchronized void launch() {
    var started = new Thread(this::run, name);
    started.setDaemon(true);
    started.start();
    thread = started; // one that could not be started is none
  }

  /** Makes the loop step soon. Cheap, from any thread. */
  public void wake() {
    if (alarm == null) {
      LockSupport.unpark(thread);
    } else {
      wakeOrLaunch();
    }
  }

  private synchronized void wakeOrLaunch() {
    woken = true;
    if (thread != null) {
      LockSupport.unpark(thread);
    } else if (begun && !stopping) {
      launch();
    }
  }

  /** Whether the thread may end, because nothing is to be done before the alarm calls. */
  private boolean rests(long waitNanos) {
    Alarm calls = alarm;
    if (calls == null || waitNanos <= SHORT_WAIT_NANOS) {
      return false;
    }
    synchronized (this) {
      if (woken || stopping) {
        return false;
      }
      thread = null;
    }
    calls.call(this, time.nanos() + waitNanos);
    return true;
  }

  private synchronized void stepBegins() {
    woken = false;
  }

  /** The role of this loop. */
  public String name() {
    return name;
  }

  /**
   * How many steps came to their end without throwing. Unless an alarm calls it, it grows at least
   * each five seconds, also while there is nothing to do; one that does not grow shows a step that
   * hangs, or that fails each time.
   */
  public long steps() {
    return steps.get();
  }

  /** The thread that steps; null before the start, and while it rests until its alarm. */
  public @Nullable Thread thread() {
    return thread;
  }

  private void run() {
    while (!stopping) {
      long nowNanos = time.nanos();
      try {
        stepBegins();
        int work = step.step(nowNanos);
        steps.incrementAndGet();
        if (work == 0) {
          long waitNanos = step.wakeAtNanos(nowNanos) - time.nanos();
          if (rests(waitNanos)) {
            return;
          }
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

package dev.kiosk.agent.app;

import dev.kiosk.agent.log.Log;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops the agent in order when the process is told to end. That may come while the agent still
 * starts: then it gets up first, because only an agent that is up can leave its files in order.
 */
final class Stopper implements Runnable {

  /** A start takes well below a second where the disk answers. */
  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch known = new CountDownLatch(1);
  private volatile Runnable stop = () -> {};

  /** The agent is up; this stops it. */
  void stopBy(Runnable orderly) {
    stop = orderly;
    known.countDown();
  }

  /** There will be no agent. */
  void nothingToStop() {
    known.countDown();
  }

  @Override
  public void run() {
    try {
      if (known.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        stop.run();
      } else {
        Log.warn(
            "The agent was told to stop while it started, and does not get up; the next start treats this stop as a crash");
      }
    } catch (InterruptedException neverHappens) {
      throw new IllegalStateException(neverHappens);
    }
  }
}

package dev.kiosk.agent.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tinylog.Logger;

/**
 * Stops the agent in order when the process is told to end. That may come while the agent still
 * starts: then it gets up first, because only an agent that is up can leave its files in order.
 */
final class Stopper implements Runnable {

  /** A start takes well below a second where the disk answers. */
  private static final long PATIENCE_SECONDS = 5;

  private final CompletableFuture<Runnable> stop = new CompletableFuture<>();

  /** The agent is up; this stops it. */
  void stopBy(Runnable orderly) {
    stop.complete(orderly);
  }

  /** There will be no agent. */
  void nothingToStop() {
    stop.complete(() -> {});
  }

  @Override
  public void run() {
    try {
      stop.get(PATIENCE_SECONDS, TimeUnit.SECONDS).run();
    } catch (TimeoutException hangs) {
      Logger.warn(
          "The agent was told to stop while it started, and does not get up; the next start treats this stop as a crash");
    } catch (InterruptedException | ExecutionException neverHappens) {
      throw new IllegalStateException(neverHappens);
    }
  }
}

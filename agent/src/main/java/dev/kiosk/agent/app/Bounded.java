package dev.kiosk.agent.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work that is given up when it takes too long: a hung network disk must not hold up the rest. */
final class Bounded {

  private Bounded() {}

  /**
   * The result of the work, which is done by a thread of its own.
   *
   * @param most the longest to wait; the thread is interrupted then, and left behind
   * @throws IOException when it takes longer or fails, with a reason in one line
   */
  static <T> T call(String name, Duration most, Callable<T> work)
      throws IOException, InterruptedException {
    var task = new FutureTask<T>(work);
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      task.cancel(true);
      throw new IOException("it took longer than " + most.toMillis() + " ms", slow);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      String reason =
          cause instanceof Exception exception ? Messages.reason(exception) : cause.toString();
      throw new IOException(reason, cause);
    } finally {
      task.cancel(true);
    }
  }
}

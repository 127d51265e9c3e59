package dev.kiosk.agent.app;

import dev.kiosk.agent.log.Log;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests to reload one after the other, in a thread that lives while there are any.
 * Whoever asks during a reload is served by one more. The process is told to stop by signals that
 * end it; a reload ends it only when no agent runs after it.
 */
final class Reloading {

  private final Runnable end;
  private final boolean onTerminal = Terminal.isControlled();
  private @Nullable BooleanSupplier reload;
  private boolean asked;
  private boolean busy;
  private int exitCode = ServiceProcess.IO;

  /**
   * Nothing is served yet; requests are kept.
   *
   * @param end told that the process has to end
   */
  Reloading(Runnable end) {
    this.end = end;
  }

  /** Somebody wants a reload. From any thread. */
  synchronized void ask() {
    asked = true;
    begin();
  }

  /**
   * Serves from now on.
   *
   * @param how false when nothing runs any more
   */
  synchronized void serve(BooleanSupplier how) {
    reload = how;
    begin();
  }

  private void begin() {
    BooleanSupplier how = reload;
    if (asked && !busy && how != null) {
      busy = true;
      var thread = new Thread(() -> run(how), "reload");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run(BooleanSupplier how) {
    try {
      boolean alive = true;
      while (alive && next()) {
        alive = how.getAsBoolean();
      }
      if (!alive) {
        end.run();
      }
    } catch (RuntimeException broken) { // half an agent is worse than a new process
      Log.error(broken, "A reload met an unexpected error; the process ends");
      end.run();
    }
  }

  private synchronized boolean next() {
    busy = asked;
    asked = false;
    if (busy && onTerminal && !Terminal.isControlled()) {
      exitCode = 0; // the person who started it by hand has left
      end.run();
      return false;
    }
    return busy;
  }

  /** What the process ends with, once it was told to end. */
  synchronized int exitCode() {
    return exitCode;
  }
}

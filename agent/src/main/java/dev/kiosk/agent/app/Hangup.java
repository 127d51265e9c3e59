package dev.kiosk.agent.app;

import dev.kiosk.agent.log.Log;

/** SIGHUP, by which a service is told to read its configuration anew. */
final class Hangup {

  private Hangup() {}

  /**
   * Takes the signal over. Where Java may not, as with -Xrs or on a runtime that was trimmed too
   * far, it stops the agent, as it does with any program that knows nothing of it.
   *
   * @param then called by a thread of the JVM each time it comes
   */
  static void take(Runnable then) {
    try {
      HangupHandler.install(then);
    } catch (IllegalArgumentException | LinkageError unavailable) {
      Log.warn(
          "SIGHUP cannot be taken ({}); a changed configuration needs a restart",
          String.valueOf(unavailable));
    }
  }
}

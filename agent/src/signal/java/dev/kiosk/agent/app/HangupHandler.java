package dev.kiosk.agent.app;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Takes SIGHUP over. The JDK offers signals in sun.misc alone, whose module jdk.unsupported is
 * there on every supported Java for want of a replacement (JEP 260). The compiler's warning of that
 * cannot be suppressed, so this class is compiled by itself, where warnings are no errors.
 */
final class HangupHandler implements SignalHandler {

  private final Runnable then;

  private HangupHandler(Runnable then) {
    this.then = then;
  }

  /**
   * Takes the signal over.
   *
   * @param then called by a thread of the JVM each time it comes
   * @throws IllegalArgumentException when the JVM keeps signals from Java (-Xrs)
   * @throws LinkageError on a runtime without jdk.unsupported
   */
  static void install(Runnable then) {
    Signal.handle(new Signal("HUP"), new HangupHandler(then));
  }

  @Override
  public void handle(Signal signal) {
    then.run();
  }
}

package dev.kiosk.agent.app;

import java.lang.reflect.Proxy;
import org.tinylog.Logger;

/**
 * SIGHUP, by which a service is told to read its configuration anew.
 *
 * <p>The JDK offers signals in sun.misc alone, whose module jdk.unsupported is there on every
 * supported Java for want of a replacement (JEP 260); the same is what the JVM's own orderly stop
 * uses. By name, because the compiler warns of an import in a way that cannot be suppressed, and
 * because a trimmed runtime may come without: then SIGHUP stops the agent, as before.
 */
final class Hangup {

  private Hangup() {}

  /**
   * Takes the signal over.
   *
   * @param then called by a thread of the JVM each time it comes
   */
  static void take(Runnable then) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Hangup.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                then.run();
                return null;
              });
      Object hup = signal.getConstructor(String.class).newInstance("HUP");
      signal.getMethod("handle", signal, handler).invoke(null, hup, ours);
    } catch (ReflectiveOperationException unavailable) { // also when -Xrs keeps signals from Java
      Logger.warn(
          "SIGHUP cannot be taken ({}); a changed configuration needs a restart",
          String.valueOf(unavailable.getCause() == null ? unavailable : unavailable.getCause()));
    }
  }
}

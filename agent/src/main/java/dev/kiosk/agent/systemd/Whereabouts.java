package dev.kiosk.agent.systemd;

import org.jspecify.annotations.Nullable;

/** Says where a thread is, so that one that hangs can be understood from the journal alone. */
final class Whereabouts {

  private static final String OURS = "dev.kiosk.";

  private Whereabouts() {}

  /** The innermost call, and the one of ours that made it; empty when the thread does not run. */
  static String of(@Nullable Thread thread) {
    StackTraceElement[] stack = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    if (stack.length == 0) {
      return "";
    }
    for (StackTraceElement call : stack) {
      if (call.getClassName().startsWith(OURS)) {
        String at = "at " + words(stack[0]);
        return call.equals(stack[0]) ? at : at + ", called at " + words(call);
      }
    }
    return "at " + words(stack[0]);
  }

  private static String words(StackTraceElement call) {
    String place = call.getClassName() + "." + call.getMethodName();
    return call.getLineNumber() > 0 ? place + ":" + call.getLineNumber() : place;
  }
}

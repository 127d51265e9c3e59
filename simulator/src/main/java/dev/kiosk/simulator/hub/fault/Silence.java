package dev.kiosk.simulator.hub.fault;

import org.jspecify.annotations.Nullable;

/** Whether the hub takes connections and reads, and says nothing: no welcome, receipt or pong. */
public enum Silence implements Fault {
  /** It does. */
  ON;

  static final String FORMS = "on";

  /** What is written, or null. */
  static @Nullable Silence of(String written) {
    return written.equals("on") ? ON : null;
  }

  @Override
  public String words() {
    return "says nothing";
  }
}

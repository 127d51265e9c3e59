package dev.kiosk.simulator.hub.fault;

import org.jspecify.annotations.Nullable;

/** What a welcome says instead of what is stored. */
public enum WelcomeFault implements Fault {
  /** Nothing is held, as after the loss of the store. */
  EMPTY("welcomes agents as if it had lost its store"),
  /** More is held than any agent sent, as after an agent's disk lied. */
  AHEAD("welcomes agents ahead of what they sent");

  static final String FORMS = "empty, ahead";

  private final String words;

  WelcomeFault(String words) {
    this.words = words;
  }

  /** What is written, or null. */
  static @Nullable WelcomeFault of(String written) {
    return switch (written) {
      case "empty" -> EMPTY;
      case "ahead" -> AHEAD;
      default -> null;
    };
  }

  @Override
  public String words() {
    return words;
  }
}

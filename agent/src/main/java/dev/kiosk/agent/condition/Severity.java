package dev.kiosk.agent.condition;

import java.util.Locale;

/** How bad a condition is, in rising order. */
public enum Severity {
  /** Worth knowing; nobody needs to act. */
  INFO,
  /** Works, will need help. */
  WARNING,
  /** The service is blocked; staff can fix it. */
  ERROR,
  /** An engineer is needed. */
  CRITICAL;

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  /** The name used in frames, for instance {@code warning}. */
  public String wireName() {
    return lowerCase;
  }
}

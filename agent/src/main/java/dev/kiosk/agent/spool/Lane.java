package dev.kiosk.agent.spool;

import java.util.Locale;

/** The two queues. Each counts its positions from 0; alerts always go first. */
public enum Lane {
  /** Few and precious: on disk before anybody hears of them, dropped last. */
  ALERTS,
  /** Many: written in groups, the oldest dropped first. */
  READINGS;

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  /** The name in frames and file names. */
  public String wireName() {
    return lowerCase;
  }
}

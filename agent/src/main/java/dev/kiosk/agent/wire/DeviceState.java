package dev.kiosk.agent.wire;

import java.util.Locale;

/** The state of a device as a whole, the worst of its conditions. */
public enum DeviceState {
  /** Answered in time and can give its service. */
  READY,
  /** Works, will need help. */
  WARNING,
  /** The service is blocked. */
  ERROR,
  /** Cannot be reached. */
  OFFLINE,
  /** Nobody knows; never to be read as ready. */
  UNKNOWN;

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  /** The name used in frames, for instance {@code ready}. */
  public String wireName() {
    return lowerCase;
  }
}

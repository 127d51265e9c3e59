package dev.kiosk.agent.wire;

import java.util.Locale;

/** Why nothing more will come for a range of positions. */
public enum GapReason {
  /** The spool was full. */
  FULL,
  /** The events were older than the spool keeps them. */
  EXPIRED,
  /** The records could not be read back from disk. */
  DAMAGED,
  /** Positions were reserved and skipped when the agent stopped without order. */
  RESTART,
  /** The server asked for events that it had confirmed before, so they were deleted. */
  FORGOTTEN;

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  /** The name used in frames, for instance {@code full}. */
  public String wireName() {
    return lowerCase;
  }
}

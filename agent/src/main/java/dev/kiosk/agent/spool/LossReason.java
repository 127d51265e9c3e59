package dev.kiosk.agent.spool;

import java.util.Locale;

/** Why nothing more will come for a range of positions. */
public enum LossReason {
  /** The byte bound was reached. */
  FULL,
  /** Older than the greatest age. */
  EXPIRED,
  /** The file could not be read. */
  DAMAGED,
  /**
   * Skipped after a stop that was not orderly; at most one flush interval of readings is lost in
   * it.
   */
  RESTART,
  /** Already receipted and deleted, but the server no longer has it. */
  FORGOTTEN;

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  /** The name in frames and in the ledger. */
  public String wireName() {
    return lowerCase;
  }

  /** Whether every position of such a gap is an event that is gone. */
  public boolean countsAsLost() {
    return this == FULL || this == EXPIRED || this == DAMAGED;
  }
}

package dev.kiosk.agent.device.ssi;

/**
 * Bytes that are no valid answer of an SSI scanner. The message never holds the bytes themselves:
 * they may be of what a passenger scanned.
 */
public final class SsiException extends Exception {

  /** What the bytes suggest. */
  public enum Kind {
    /** A frame of this interface that was hurt on its way. */
    GARBLED,
    /** Something else speaks: another mode, another speed, another device. */
    FOREIGN
  }

  private final Kind kind;

  SsiException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What the bytes suggest. */
  public Kind kind() {
    return kind;
  }
}

package dev.kiosk.agent.device.transport;

import java.util.Optional;

/**
 * What is known of who has a device node open.
 *
 * @param kind what is known
 * @param holder the program, if one is seen to have it; empty otherwise
 */
record Holding(Kind kind, Optional<String> holder) {

  /** The answers there are. */
  enum Kind {
    /** A program has it. */
    HELD,
    /** All programs are seen, and none has it. */
    FREE,
    /** No program is seen to have it, and some cannot be looked at. */
    UNKNOWN
  }

  static final Holding FREE = new Holding(Kind.FREE, Optional.empty());
  static final Holding UNKNOWN = new Holding(Kind.UNKNOWN, Optional.empty());

  /**
   * Whether the node may be touched.
   *
   * @param despiteUnseen whether somebody vouched that who cannot be looked at does not have it
   */
  boolean leavesItToUs(boolean despiteUnseen) {
    return kind == Kind.FREE || (kind == Kind.UNKNOWN && despiteUnseen);
  }

  /** Held by a program, for instance {@code kiosk-app (812)}. */
  static Holding by(String holder) {
    return new Holding(Kind.HELD, Optional.of(holder));
  }
}

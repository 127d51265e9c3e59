package dev.kiosk.agent.wire;

import dev.kiosk.agent.command.Command;

/**
 * Everything that a frame of the server can turn out to be. Closed on purpose: whatever arrives is
 * one of these, so the link has an answer for any text.
 */
public sealed interface ServerMessage {

  /**
   * Answers the hello: the first position of each lane that the server neither holds nor knows to
   * be in a gap. A lane that the frame leaves out is 0.
   */
  record Welcome(long alertsNext, long readingsNext) implements ServerMessage {}

  /**
   * Everything before a position is stored for good, or in a gap.
   *
   * @param next the first position not covered
   */
  record Receipt(WireLane lane, long next) implements ServerMessage {}

  /** A command, or a frame that wants to be one and has a cid to answer to. */
  record CommandFrame(Command command) implements ServerMessage {}

  /**
   * A frame that nobody can answer. It is counted, and the session stays up.
   *
   * @param why for the log: what was found instead of a frame; holds no text of the server
   */
  record Ignored(String why) implements ServerMessage {}

  /**
   * A welcome or receipt that does not say what it must. The session cannot go on: close with 1002.
   *
   * @param why for the log and the close frame: the field, what was expected, what was there; at
   *     most 120 characters, so that it fits a close frame (RFC 6455 section 5.5)
   */
  record ProtocolError(String why) implements ServerMessage {}
}

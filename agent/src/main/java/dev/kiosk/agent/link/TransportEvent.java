package dev.kiosk.agent.link;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a {@link Transport} tells. */
public sealed interface TransportEvent {

  /**
   * The upgrade is done; frames may be sent.
   *
   * @param subprotocol what the server chose; empty when it chose none
   */
  record Opened(String subprotocol) implements TransportEvent {}

  /** A text frame came. */
  record Text(String text) implements TransportEvent {}

  /** A frame came that is no text (binary), or is longer than 64 KiB; it was dropped. */
  record Unreadable(String what) implements TransportEvent {}

  /**
   * A pong came.
   *
   * @param number the number of the ping that it answers, or -1 for a pong that answers none of
   *     ours
   */
  record Pong(long number) implements TransportEvent {}

  /** The peer pinged; it was answered. A sign of life. */
  record Pinged() implements TransportEvent {}

  /**
   * The connection is over, or never came to be. The last event.
   *
   * @param closeCode the peer's WebSocket close code, if it sent one
   * @param httpStatus the status of an upgrade that was refused
   * @param retryAfterSeconds the Retry-After of an upgrade that was refused, from 0
   * @param reason for people, one line
   */
  record Closed(
      OptionalInt closeCode, OptionalInt httpStatus, OptionalLong retryAfterSeconds, String reason)
      implements TransportEvent {

    /** An end without codes. */
    public static Closed because(String reason) {
      return new Closed(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty(), reason);
    }
  }
}

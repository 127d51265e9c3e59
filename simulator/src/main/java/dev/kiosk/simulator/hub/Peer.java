package dev.kiosk.simulator.hub;

import java.nio.ByteBuffer;

/**
 * The agent at the other end of a connection, as its {@link AgentSession} speaks to it. Calls come
 * from any thread, never block, and do nothing once the connection has ended.
 */
interface Peer {

  /** Tells the first positions of a spool that are not held. */
  void welcome(long alerts, long readings);

  /** Tells that all of a lane before {@code next} is stored. */
  void receipt(String lane, long next);

  /** Answers a ping; in the plain contract this is the receipt. */
  void pong(ByteBuffer payload);

  /** Sends a message that must arrive. */
  void send(String message);

  /** Asks for the next frame. */
  void demand();

  /** Ends the connection. */
  void close(int code, String reason);

  /** Ends the connection without a word. */
  void cut();

  /** Whether it has not ended. */
  boolean isOpen();
}

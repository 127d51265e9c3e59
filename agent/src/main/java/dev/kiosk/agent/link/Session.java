package dev.kiosk.agent.link;

import dev.kiosk.agent.wire.ServerMessage;

/**
 * One of the two contract levels over one open connection. All calls come from the link's thread.
 */
interface Session {

  /** The name of the level, for people. */
  String contract();

  /** Whether events may flow: after the welcome, or at once. */
  boolean established();

  /** A message that is no command came. */
  void onMessage(ServerMessage message, long nowNanos) throws ContractBrokenException;

  /** A pong came. */
  void onPong(long number, long nowNanos);

  /**
   * Sends what may be sent.
   *
   * @return how many frames went out
   * @throws ContractBrokenException when a deadline of the contract has passed
   */
  int pump(long nowNanos) throws ContractBrokenException;

  /** When {@link #pump} has something to do though nobody calls. */
  long wakeAtNanos(long nowNanos);

  /** How many positions were sent and are not confirmed. */
  long underWay();

  /** Whether the session should be ended in peace and begun anew, under a new spool id. */
  boolean wantsRestart();
}

package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.device.transport.TransportException;

/** One way to ask a printer how it is. */
interface Language {

  /**
   * Asks, and understands the answers.
   *
   * @throws EscPosException when what came is no answer in this language
   * @throws TransportException when an answer did not come
   */
  Seen ask(Talk talk) throws TransportException, EscPosException;
}

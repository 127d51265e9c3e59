package dev.kiosk.agent.systemd;

import java.io.IOException;

/** The way to the service manager. A port: tests listen behind it without a socket. */
public interface Datagrams {

  /**
   * Makes ready to send, which may take a tenth of a second. To be called once, before the rest.
   *
   * @throws IOException when this machine does not allow it, with the reason in one line
   */
  void open() throws IOException;

  /**
   * Sends without ever waiting.
   *
   * @param text assignments, one a line
   * @return false when the manager's queue is full now; it is to be tried again
   * @throws IOException when it cannot be sent, with the reason in one line
   */
  boolean send(String text) throws IOException;

  /**
   * The kernel's CLOCK_MONOTONIC in microseconds, which the manager goes by too.
   *
   * @throws IOException when it is not open
   */
  long monotonicMicros() throws IOException;
}

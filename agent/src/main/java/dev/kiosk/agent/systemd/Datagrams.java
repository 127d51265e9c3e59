package dev.kiosk.agent.systemd;

import java.io.IOException;

/** The way to the service manager. A port: tests listen behind it without a socket. */
public interface Datagrams {

  /**
   * Sends without ever waiting.
   *
   * @param text assignments, one a line
   * @return false when the manager's queue is full now; it is to be tried again
   * @throws IOException when it cannot be sent, with the reason in one line
   */
  boolean send(String text) throws IOException;

  /** The kernel's CLOCK_MONOTONIC in microseconds, which the manager goes by too. */
  long monotonicMicros();
}

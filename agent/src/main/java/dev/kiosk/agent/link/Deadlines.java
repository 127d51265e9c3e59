package dev.kiosk.agent.link;

import java.time.Duration;

/**
 * How long each step of a session may take. No configuration changes them: a person who waits
 * longer than that for a connection has another problem.
 *
 * @param connect for the lookup, TCP and TLS, and again for the upgrade
 * @param welcome from the hello to the welcome
 * @param receipt a server that is alive and receipts nothing for so long is left, and tried again
 */
public record Deadlines(Duration connect, Duration welcome, Duration receipt) {

  /** What an agent on a kiosk goes by. */
  public static final Deadlines STANDARD =
      new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60));
}

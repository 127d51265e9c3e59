package dev.kiosk.agent.link;

import org.jspecify.annotations.Nullable;

/**
 * How the link stands.
 *
 * @param state the state
 * @param sinceMillis since when, milliseconds since the Unix epoch
 * @param contract {@code kiosk.telemetry.v1} or {@code plain}; null while not connected
 * @param attempts connections tried since the agent started
 * @param lastError why the last connection ended or failed, in words; null when there was none
 * @param nextTryNanos monotonic time of the next try; null when none is due
 */
public record LinkStatus(
    State state,
    long sinceMillis,
    @Nullable String contract,
    long attempts,
    @Nullable String lastError,
    @Nullable Long nextTryNanos) {

  /** The states of the session. */
  public enum State {
    /** Waits for the next try. */
    WAITING,
    /** TCP, TLS and the upgrade are under way. */
    CONNECTING,
    /** The hello is out, the welcome is not in. */
    GREETING,
    /** Events flow. */
    CONNECTED,
    /** The server refuses this agent (401, 403); tried again at the longest wait. */
    REJECTED
  }
}

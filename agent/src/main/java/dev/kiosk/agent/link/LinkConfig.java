package dev.kiosk.agent.link;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the agent talks to its server.
 *
 * @param uri a {@code ws} or {@code wss} address
 * @param token asked at each connection, so that a renewed one is picked up; never logged
 * @param pingInterval between pings; nothing heard for 2.5 of them is a heartbeat timeout
 * @param backoffInitial the longest first wait
 * @param backoffMax the longest wait
 * @param maxInFlight events of a lane without receipt
 * @param replayRate events a second of a backlog of readings; {@link Integer#MAX_VALUE} for no
 *     bound
 * @param deadlines of the steps of a session
 */
public record LinkConfig(
    URI uri,
    Supplier<@Nullable String> token,
    Duration pingInterval,
    Duration backoffInitial,
    Duration backoffMax,
    int maxInFlight,
    int replayRate,
    Deadlines deadlines) {

  /** The subprotocol that means section "added by kiosk.telemetry.v1" of the contract. */
  public static final String V1 = "kiosk.telemetry.v1";

  /** A session must live so long before the backoff begins anew. */
  static final Duration PROVEN_AFTER = Duration.ofSeconds(5);

  /** Bytes that may wait in the socket's queue before nothing more is handed to it. */
  static final long MOST_QUEUED_BYTES = 1 << 20;

  /**
   * The address for people, on pages and in logs. What its query holds is left out: some servers
   * take their secret there, under a name of their own.
   */
  public String shownUri() {
    return shown(uri.toString());
  }

  /** An address with three asterisks in place of each value in its query. */
  public static String shown(String address) {
    int query = address.indexOf('?') + 1;
    return query == 0
        ? address
        : address.substring(0, query)
            + address.substring(query).replaceAll("(?<=^|&)([^=&]*=)?[^&]+", "$1***");
  }

  /** Silence that counts as a broken connection. */
  Duration silenceLimit() {
    return Duration.ofNanos(pingInterval.toNanos() / 2 * 5);
  }
}

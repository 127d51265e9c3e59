package dev.kiosk.agent.wire;

import java.util.regex.Pattern;

/**
 * Opens a session: who speaks, out of which spool, and how far its positions go.
 *
 * @param sender the tenant and host that the spool belongs to; an old spool is drained under its
 *     own
 * @param agentVersion for instance {@code 1.0.0}; cut at 128 characters
 * @param spoolId a UUID in its usual form, lower case
 * @param ts when, in milliseconds since the Unix epoch
 * @param alertsNext the position that the next alert will get
 * @param readingsNext the position that the next reading will get
 */
public record Hello(
    Sender sender,
    String agentVersion,
    String spoolId,
    long ts,
    long alertsNext,
    long readingsNext) {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Refuses a spool id that is no UUID (RFC 9562 section 4), and negative numbers. */
  public Hello {
    agentVersion = Limits.name("agentVersion", agentVersion);
    if (!UUID.matcher(spoolId).matches()) {
      throw new IllegalArgumentException(
          "spool must be a UUID in lower case, was \"" + Text.bounded(spoolId, 64) + '"');
    }
    Limits.notNegative("ts", ts);
    Limits.notNegative("alertsNext", alertsNext);
    Limits.notNegative("readingsNext", readingsNext);
  }
}

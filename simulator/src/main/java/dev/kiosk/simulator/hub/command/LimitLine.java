package dev.kiosk.simulator.hub.command;

/**
 * A line that says what is known of a limit.
 *
 * @param limitOf the host; its name tells such a line from an {@link AuditEntry}
 */
record LimitLine(String tenant, String limitOf, String metric, Limit limit) {}

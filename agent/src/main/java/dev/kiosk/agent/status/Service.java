package dev.kiosk.agent.status;

/**
 * Somebody works on the kiosk: alerts go on, but are marked so that no operator is called.
 *
 * @param by who, as they said
 * @param sinceMillis since when, milliseconds since the Unix epoch
 * @param leftMillis how much longer, in milliseconds; then it ends by itself
 */
public record Service(String by, long sinceMillis, long leftMillis) {}

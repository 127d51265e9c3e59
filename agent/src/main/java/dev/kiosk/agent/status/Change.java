package dev.kiosk.agent.status;

/**
 * Something that changed on the kiosk: a condition began or ended, the server came or went, a limit
 * was set.
 *
 * @param atMillis when it was seen, milliseconds since the Unix epoch; at most a second late
 * @param health how bad it is now: {@code HEALTHY} for an end and for mere news
 * @param what in words, without a full stop: "bagtag (bag tags): the paper has run out"
 */
public record Change(long atMillis, Health health, String what) {}

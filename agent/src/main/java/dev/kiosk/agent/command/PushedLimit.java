package dev.kiosk.agent.command;

/**
 * A limit that a command set.
 *
 * @param metric wire name of the metric
 * @param value the limit, in the metric's unit
 * @param cid the command that set it
 * @param setAtMillis when, in milliseconds since the Unix epoch
 */
public record PushedLimit(String metric, double value, String cid, long setAtMillis) {}

package dev.kiosk.agent.threshold;

import dev.kiosk.agent.telemetry.Metric;

/**
 * A limit began or ceased to be exceeded.
 *
 * @param metric what is limited
 * @param exceeded whether it began
 * @param sentence what happened, for people
 */
public record Crossing(Metric metric, boolean exceeded, String sentence) {}

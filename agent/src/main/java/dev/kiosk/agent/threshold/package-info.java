/**
 * Limits on the host's readings: configured, or pushed by command; crossings with hysteresis. Start
 * at {@link dev.kiosk.agent.threshold.Thresholds}.
 */
@NullMarked
package dev.kiosk.agent.threshold;

import org.jspecify.annotations.NullMarked;

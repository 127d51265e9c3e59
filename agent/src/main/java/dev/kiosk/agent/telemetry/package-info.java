/** Readings of the host and their units. Start at {@link dev.kiosk.agent.telemetry.Reading}. */
@NullMarked
package dev.kiosk.agent.telemetry;

import org.jspecify.annotations.NullMarked;

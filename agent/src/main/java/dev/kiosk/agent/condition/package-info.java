/**
 * The vocabulary: what can be wrong with a device, how bad it is, and the words for a technician.
 * Start at {@link dev.kiosk.agent.condition.Condition}.
 */
@NullMarked
package dev.kiosk.agent.condition;

import org.jspecify.annotations.NullMarked;

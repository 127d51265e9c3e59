/**
 * The built programs as real processes: agent, hub and simulated devices, stopped and killed as in
 * life. Start at {@link dev.kiosk.simulator.spine.SpineIT}.
 */
@NullMarked
package dev.kiosk.simulator.spine;

import org.jspecify.annotations.NullMarked;

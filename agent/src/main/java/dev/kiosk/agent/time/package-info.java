/**
 * Time as something that is handed in: a port for the two clocks, and the loop that gives a part
 * its thread. Nobody else in the product asks the system what time it is. Start at {@link
 * dev.kiosk.agent.time.Step}.
 */
@NullMarked
package dev.kiosk.agent.time;

import org.jspecify.annotations.NullMarked;

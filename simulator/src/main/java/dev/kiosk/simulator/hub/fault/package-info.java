/**
 * How a hub can misbehave towards agents, as immutable values and the words for them. Start at
 * {@link dev.kiosk.simulator.hub.fault.Faults}.
 *
 * <p>Nothing here acts; {@code FaultyPeer} and {@code FaultSwitches} of the package above do.
 */
@NullMarked
package dev.kiosk.simulator.hub.fault;

import org.jspecify.annotations.NullMarked;

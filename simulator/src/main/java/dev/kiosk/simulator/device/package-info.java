/**
 * What the simulated devices are, apart from any protocol: which conditions each can have, and what
 * follows from several at once. Nothing here knows a socket, a file or a thread. Start at {@link
 * dev.kiosk.simulator.device.SimulatedDevice}.
 */
@NullMarked
package dev.kiosk.simulator.device;

import org.jspecify.annotations.NullMarked;

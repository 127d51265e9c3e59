/**
 * The commands, and what they wire together. Start at {@link
 * dev.kiosk.simulator.app.SimulatedDevices} for the devices.
 */
@NullMarked
package dev.kiosk.simulator.app;

import org.jspecify.annotations.NullMarked;

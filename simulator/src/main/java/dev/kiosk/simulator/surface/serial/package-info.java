/**
 * Devices at serial ports: pseudo terminals with the names that udev would give them. Start at
 * {@link dev.kiosk.simulator.surface.serial.PtyOutlet}.
 */
@NullMarked
package dev.kiosk.simulator.surface.serial;

import org.jspecify.annotations.NullMarked;

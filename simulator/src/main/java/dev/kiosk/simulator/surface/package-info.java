/**
 * How the simulated devices meet the world: real TCP servers that speak the printers' own protocol,
 * a tree of files like the kernel's {@code /sys}, and a small HTTP interface through which people
 * and tests break and mend them. Start at {@link dev.kiosk.simulator.surface.EscPosServer} and
 * {@link dev.kiosk.simulator.surface.UsbTree}.
 */
@NullMarked
package dev.kiosk.simulator.surface;

import org.jspecify.annotations.NullMarked;

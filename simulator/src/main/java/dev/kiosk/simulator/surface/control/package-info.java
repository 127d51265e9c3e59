/**
 * How people and tests break and mend the devices, and see what they say: a small HTTP interface on
 * loopback, and a page on top of it. Start at {@link
 * dev.kiosk.simulator.surface.control.ControlServer}.
 */
@NullMarked
package dev.kiosk.simulator.surface.control;

import org.jspecify.annotations.NullMarked;

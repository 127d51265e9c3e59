/**
 * The whole agent in one thread: virtual time, a strict fake disk with power cuts, a network that
 * drops and goes silent, devices that fail, all drawn from a seed. Start at {@link
 * dev.kiosk.simulator.world.World}.
 */
@NullMarked
package dev.kiosk.simulator.world;

import org.jspecify.annotations.NullMarked;

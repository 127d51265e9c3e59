/**
 * How the simulated devices meet the world: outlets, among them TCP ports that carry any protocol
 * and break in all ways that networks do, a tree of files like the kernel's {@code /sys}, and a
 * small HTTP interface through which people and tests break and mend them. Each protocol has a
 * package of its own below. Start at {@link dev.kiosk.simulator.surface.Outlet} and {@link
 * dev.kiosk.simulator.surface.TcpOutlet}.
 */
@NullMarked
package dev.kiosk.simulator.surface;

import org.jspecify.annotations.NullMarked;

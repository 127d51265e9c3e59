/**
 * Measures the link, each part in a process of its own: the agent with the options of its start
 * script, and at the other end the hub, or a receiver that only counts. Start at {@link
 * dev.kiosk.simulator.bench.LinkFigures}.
 */
@NullMarked
package dev.kiosk.simulator.bench;

import org.jspecify.annotations.NullMarked;

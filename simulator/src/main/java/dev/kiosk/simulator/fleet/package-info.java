/**
 * Many virtual kiosks against one server, in one process. Each runs the agent's own link, spool and
 * commands over a socket of its own; only what measures, the disk and the way sockets share their
 * threads are of this package. Start at {@link dev.kiosk.simulator.fleet.Fleet}.
 */
@NullMarked
package dev.kiosk.simulator.fleet;

import org.jspecify.annotations.NullMarked;

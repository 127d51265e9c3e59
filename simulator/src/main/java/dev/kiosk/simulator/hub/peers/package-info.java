/**
 * What hubs behind one address tell each other, see {@link dev.kiosk.simulator.hub.peers.Peers}.
 */
@NullMarked
package dev.kiosk.simulator.hub.peers;

import org.jspecify.annotations.NullMarked;

/**
 * Where the hub keeps events: {@link dev.kiosk.simulator.hub.store.Store} is what the hub knows of
 * it, {@link dev.kiosk.simulator.hub.store.EmbeddedStore} the one that needs nothing else.
 *
 * <p>What it keeps true: each event once by its identity; nothing is told to be stored before it
 * is; what is settled of a spool is never forgotten, even when its events are. Knows nothing of
 * connections, operators or the rest of the hub.
 */
@NullMarked
package dev.kiosk.simulator.hub.store;

import org.jspecify.annotations.NullMarked;

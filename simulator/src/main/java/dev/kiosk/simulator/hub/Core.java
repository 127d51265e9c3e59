package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.access.Access;
import dev.kiosk.simulator.hub.access.Tls;
import dev.kiosk.simulator.hub.command.CommandBook;
import dev.kiosk.simulator.hub.command.CommandRelay;
import dev.kiosk.simulator.hub.metrics.Counters;
import dev.kiosk.simulator.hub.peers.Peers;
import dev.kiosk.simulator.hub.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of a hub share.
 *
 * @param conduct how agents are treated
 * @param book who set what
 * @param tls null where none is spoken
 */
record Core(
    FrameDecoder decoder,
    Store store,
    Peers peers,
    Hosts hosts,
    Operators operators,
    CommandRelay relay,
    CommandBook book,
    HubEvents events,
    Conduct conduct,
    Access access,
    @Nullable Tls tls,
    Counters counters,
    HubTime time) {}

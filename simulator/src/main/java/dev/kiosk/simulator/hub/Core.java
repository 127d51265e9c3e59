package dev.kiosk.simulator.hub;

import java.util.function.LongSupplier;

/**
 * What the sessions of a hub share.
 *
 * @param conduct how agents are treated
 * @param wallMillis milliseconds since the Unix epoch
 */
record Core(
    FrameDecoder decoder,
    StoreWriter writer,
    Hosts hosts,
    Operators operators,
    CommandRelay relay,
    HubEvents events,
    Conduct conduct,
    LongSupplier wallMillis) {}

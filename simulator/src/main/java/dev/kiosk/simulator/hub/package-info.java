/**
 * The reference server: agents in, operators in, receipts, command relay, tenants, roles, store.
 * Start at {@link dev.kiosk.simulator.hub.HubServer}.
 *
 * <p>It shares no code with the agent on purpose: its decoder is written from the wire contract
 * alone, so that one mistake in a codec cannot hide at both ends. What it keeps true: a receipt,
 * and the pong that serves as one in the plain contract, leaves only after what it stands for is on
 * disk; nothing in memory grows without bound; a tenant never sees another one.
 */
@NullMarked
package dev.kiosk.simulator.hub;

import org.jspecify.annotations.NullMarked;

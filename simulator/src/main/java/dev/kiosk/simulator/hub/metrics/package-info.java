/**
 * The hub's figures about itself, as Prometheus reads them. Start at {@link
 * dev.kiosk.simulator.hub.metrics.Counters}.
 *
 * <p>What it keeps true: no label tells a tenant, a host or anything else that a peer has chosen,
 * so there are few of them and they tell nobody's names.
 */
@NullMarked
package dev.kiosk.simulator.hub.metrics;

import org.jspecify.annotations.NullMarked;

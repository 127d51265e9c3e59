/**
 * Several hubs on one NATS JetStream. {@link dev.kiosk.simulator.hub.nats.JetStreamStore} keeps the
 * events, {@link dev.kiosk.simulator.hub.nats.NatsPeers} speaks with the other hubs.
 *
 * <pre>
 *   kiosk.spool.TENANT.HOST.SPOOL     the stream: a message for each batch      {@link Standing}
 *   kiosk.live.TENANT.HOST.SPOOL      what the stream has taken, at once        for operators
 *   kiosk.audit.TENANT.HOST.METRIC    the audit list, a stream of its own       {@link AuditStream}
 *   kiosk.hub.…                       hub to hub: commands, replies, claims     nothing is kept
 * </pre>
 *
 * <p>What it keeps true: a message says where its spool stands behind it, and is taken only if it
 * follows the last one of its subject. So there is nothing beside the stream to keep in step with
 * it, and two hubs cannot both write the same position.
 */
@NullMarked
package dev.kiosk.simulator.hub.nats;

import org.jspecify.annotations.NullMarked;

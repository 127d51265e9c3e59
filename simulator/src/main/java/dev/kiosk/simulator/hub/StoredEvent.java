package dev.kiosk.simulator.hub;

/**
 * An event that is on disk, with its identity. Where it came by the plain contract, spool and lane
 * are {@code plain} and the position is the hub's own running number.
 *
 * @param host the kiosk
 * @param spool the agent's spool id
 * @param lane alerts, readings or plain
 * @param position its position in the lane
 * @param json the event as the agent wrote it
 */
public record StoredEvent(HostId host, String spool, String lane, long position, String json) {}

package dev.kiosk.simulator.surface;

import java.net.InetSocketAddress;

/**
 * Where on the network a device is found.
 *
 * @param device the id of the device
 * @param driver the agent's driver that can ask there
 * @param form how an agent's configuration names it, with {@code %s} for address and port: {@code
 *     tcp://%s}
 * @param listen where it listens; port 0 takes a free one
 * @param secondClient how many clients it serves at a time
 */
public record TcpPlace(
    String device,
    String driver,
    String form,
    InetSocketAddress listen,
    SecondClient secondClient) {}

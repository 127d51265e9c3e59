package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.Machine;

/** Dialers for tests of other packages. */
public final class UdpDialers {

  private UdpDialers() {}

  /**
   * A dialer that takes the loopback for a device's own address, and these ports for its other
   * services.
   */
  public static UdpDialer beside(
      String endpoint, TcpEndpoint place, Machine machine, int... otherServices) {
    return new UdpDialer(
        endpoint,
        place,
        machine,
        new Neighbourhood(new LocalSockets(machine.root()), address -> false, otherServices));
  }
}

package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.fault.UpgradeFault;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** How the hub treats agents: as the contract says, or as a developer wants to see it. */
interface Conduct {

  /** As the contract says. */
  Conduct PROPER = new Conduct() {};

  /** How to refuse an agent that may come in, or null to let it in. */
  default @Nullable UpgradeFault refusal() {
    return null;
  }

  /**
   * The peer of a connection that was opened.
   *
   * @param plain whether the plain contract is spoken
   */
  default Peer peer(Session opened, boolean plain) {
    return new DirectPeer(opened);
  }
}

package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.fault.Faults;
import dev.kiosk.simulator.hub.fault.UpgradeFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Treats agents badly on request. What is set holds at once, for open connections too; those end
 * when it is something that is met only at their beginning.
 */
final class FaultSwitches implements Conduct {

  private final ScheduledExecutorService timer;
  private final RandomGenerator random = new Random(); // one that any thread may ask
  private final List<FaultyPeer> peers = new ArrayList<>(); // held by this
  private volatile Faults faults;

  /**
   * Switches that stand as given.
   *
   * @param timer does what must wait; a task of it never blocks
   */
  FaultSwitches(Faults faults, ScheduledExecutorService timer) {
    this.faults = faults;
    this.timer = timer;
  }

  /** What holds. */
  Faults faults() {
    return faults;
  }

  /**
   * Sets and mends faults; returns what then holds.
   *
   * @param change what should hold, from what does; whatever it throws reaches the caller, and then
   *     nothing has changed
   */
  Faults change(UnaryOperator<Faults> change) {
    Faults before;
    Faults now;
    List<FaultyPeer> open;
    synchronized (this) {
      before = faults;
      now = change.apply(before);
      faults = now;
      open = List.copyOf(peers);
    }
    Logger.info("faults: {}", now.words());
    boolean again = now.wantNewConnections(before);
    open.forEach(peer -> peer.faultsChanged(again));
    return now;
  }

  @Override
  public @Nullable UpgradeFault refusal() {
    return faults.upgrade();
  }

  @Override
  public synchronized Peer peer(Session opened, boolean plain) {
    peers.removeIf(each -> !each.isOpen());
    var peer = new FaultyPeer(new DirectPeer(opened), plain, this::faults, timer, random);
    peers.add(peer);
    return peer;
  }
}

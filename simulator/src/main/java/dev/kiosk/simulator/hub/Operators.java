package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.peers.Peers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The operators that are connected, by tenant. */
final class Operators {

  private final Map<String, Set<OperatorSession>> byTenant = new ConcurrentHashMap<>();
  private final Peers peers;
  private final LongAdder dropped = new LongAdder();

  /**
   * Nobody yet.
   *
   * @param peers who bring the events that other hubs store
   */
  Operators(Peers peers) {
    this.peers = peers;
  }

  void add(String tenantId, OperatorSession operator) {
    byTenant.compute(
        tenantId,
        (tenant, present) -> {
          Set<OperatorSession> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          if (present == null) {
            peers.watch(tenantId);
          }
          all.add(operator);
          return all;
        });
  }

  void remove(String tenantId, OperatorSession operator) {
    byTenant.computeIfPresent(
        tenantId,
        (tenant, present) -> {
          present.remove(operator);
          if (present.isEmpty()) {
            peers.unwatch(tenantId);
            return null;
          }
          return present;
        });
  }

  /** Whether any of a tenant is connected. */
  boolean hasAny(String tenantId) {
    return byTenant.containsKey(tenantId);
  }

  /** Shows an event to all operators of its tenant, if the plain contract knows it. */
  void show(Event event) {
    if (!event.isPlain()) {
      return;
    }
    Set<OperatorSession> present = byTenant.get(event.host().tenantId());
    if (present != null) {
      for (OperatorSession operator : present) {
        dropped.add(operator.show(event.json()));
      }
    }
  }

  /** Pings everybody, so that a peer that is gone is found and a quiet one is kept. */
  void ping() {
    byTenant.values().forEach(present -> present.forEach(OperatorSession::ping));
  }

  /** How many are connected. */
  int count() {
    return byTenant.values().stream().mapToInt(Set::size).sum();
  }

  /** How many events slow operators missed since the start. */
  long dropped() {
    return dropped.sum();
  }
}

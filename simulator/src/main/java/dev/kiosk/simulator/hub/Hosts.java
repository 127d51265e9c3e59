package dev.kiosk.simulator.hub;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All kiosks that were heard of since the start, connected or not. */
final class Hosts {

  /**
   * More than one hub is meant for; a peer that invents names is stopped here. Whether a tenant may
   * have one more hangs on nothing that another one does, so that neither takes the other's places
   * nor learns from a refusal how many it has.
   */
  static final int MAX_HOSTS = 20_000;

  private static final String EVERYBODY = "";

  private final boolean tenantsApart;
  private final Map<HostId, HostState> states = new ConcurrentHashMap<>();
  private final Map<String, Integer> places = new HashMap<>(); // taken; held by this

  /**
   * No host was heard of yet.
   *
   * @param tenantsApart whether each tenant has {@link #MAX_HOSTS} places of its own; else all have
   *     them together, where anybody may invent tenants too
   */
  Hosts(boolean tenantsApart) {
    this.tenantsApart = tenantsApart;
  }

  /**
   * The state of a host, made when it is new.
   *
   * @throws ProtocolViolation when its tenant has too many
   */
  HostState admit(HostId host) throws ProtocolViolation {
    HostState known = states.get(host);
    return known == null ? admitNew(host) : known;
  }

  private synchronized HostState admitNew(HostId host) throws ProtocolViolation {
    HostState known = states.get(host);
    if (known != null) {
      return known; // it came by two connections at once
    }
    String whose = tenantsApart ? host.tenantId() : EVERYBODY;
    int taken = places.getOrDefault(whose, 0);
    if (taken >= MAX_HOSTS) {
      String of = tenantsApart ? " of a tenant" : "";
      throw ProtocolViolation.refused("this hub takes no more than " + MAX_HOSTS + " hosts" + of);
    }
    places.put(whose, taken + 1);
    HostState fresh = new HostState();
    states.put(host, fresh);
    return fresh;
  }

  /** The state of a host, or null when it was not heard of since the start. */
  @Nullable HostState find(HostId host) {
    return states.get(host);
  }

  /** The connection of a host, or null when there is none. */
  @Nullable AgentSession session(HostId host) {
    HostState state = states.get(host);
    return state == null ? null : state.session();
  }

  /** All of them, in no order; changes while it is walked are no harm. */
  Iterable<HostId> all() {
    return states.keySet();
  }

  /** How many are connected. */
  long connected() {
    return states.values().stream().filter(state -> state.session() != null).count();
  }
}

package dev.kiosk.simulator.hub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All kiosks that were heard of since the start, connected or not. */
final class Hosts {

  /** More than one hub is meant for; a peer that invents names is stopped here. */
  static final int MAX_HOSTS = 20_000;

  private final Map<HostId, HostState> states = new ConcurrentHashMap<>();

  /**
   * The state of a host, made when it is new.
   *
   * @throws ProtocolViolation when there are too many hosts
   */
  HostState admit(HostId host) throws ProtocolViolation {
    HostState known = states.get(host);
    if (known != null) {
      return known;
    }
    if (states.size() >= MAX_HOSTS) {
      throw ProtocolViolation.refused("this hub takes no more than " + MAX_HOSTS + " hosts");
    }
    return states.computeIfAbsent(host, fresh -> new HostState());
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

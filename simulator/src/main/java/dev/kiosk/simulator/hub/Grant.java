package dev.kiosk.simulator.hub;

import org.jspecify.annotations.Nullable;

/**
 * What a token allows.
 *
 * @param tenantId whose data; {@link #ANY} for all tenants
 * @param role what may be done with it
 * @param host for an agent, the only host that it may be; null for any of the tenant
 */
record Grant(String tenantId, Role role, @Nullable String host) {

  /** Stands for every tenant. */
  static final String ANY = "*";

  /** Without tokens, whoever is on this machine may do everything. */
  static final Grant OPEN = new Grant(ANY, Role.ADMIN, null);

  enum Role {
    /** Sends telemetry and answers commands. */
    AGENT,
    /** Reads. */
    VIEWER,
    /** Reads and commands. */
    OPERATOR,
    /** Everything of its tenant, agents included. */
    ADMIN
  }

  boolean isAgent() {
    return role == Role.AGENT || role == Role.ADMIN;
  }

  boolean mayBeAgent(HostId id) {
    return isAgent() && covers(id.tenantId()) && (host == null || host.equals(id.host()));
  }

  boolean mayRead(String tenant) {
    return role != Role.AGENT && covers(tenant);
  }

  boolean mayCommand() {
    return role == Role.OPERATOR || role == Role.ADMIN;
  }

  private boolean covers(String tenant) {
    return tenantId.equals(ANY) || tenantId.equals(tenant);
  }
}

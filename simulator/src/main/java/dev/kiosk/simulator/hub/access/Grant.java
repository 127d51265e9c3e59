package dev.kiosk.simulator.hub.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows.
 *
 * @param tenantId whose data; {@link #ANY} for all tenants
 * @param role what may be done with it
 * @param host for an agent, the only host that it may be; null for any of the tenant
 * @param name who holds it, for the audit list
 */
public record Grant(String tenantId, Role role, @Nullable String host, String name) {

  /** Stands for every tenant. */
  public static final String ANY = "*";

  /** Without tokens, whoever is on this machine may do everything. */
  static final Grant OPEN = new Grant(ANY, Role.ADMIN, null, "local");

  /** What a token is for. */
  public enum Role {
    /** Sends telemetry and answers commands. */
    AGENT,
    /** Reads. */
    VIEWER,
    /** Reads and commands. */
    OPERATOR,
    /** Everything of its tenant, agents included. */
    ADMIN;

    /** As it stands in a token file. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it lets in an agent at all. */
  public boolean isAgent() {
    return role == Role.AGENT || role == Role.ADMIN;
  }

  /** Whether it lets in the agent of this host of this tenant. */
  public boolean mayBeAgent(String tenant, String itsHost) {
    return isAgent() && covers(tenant) && (host == null || host.equals(itsHost));
  }

  /** Whether it may read anything. */
  public boolean isReader() {
    return role != Role.AGENT;
  }

  /** Whether it may read what belongs to a tenant. */
  public boolean mayRead(String tenant) {
    return isReader() && covers(tenant);
  }

  /** Whether it may read what is of no single tenant, as the figures of the whole hub are. */
  public boolean mayReadAll() {
    return isReader() && tenantId.equals(ANY);
  }

  /** Whether it may command the hosts that it may read. */
  public boolean mayCommand() {
    return role == Role.OPERATOR || role == Role.ADMIN;
  }

  private boolean covers(String tenant) {
    return tenantId.equals(ANY) || tenantId.equals(tenant);
  }
}

package dev.kiosk.simulator.hub;

/**
 * Names one kiosk.
 *
 * @param tenantId whose kiosk it is
 * @param host its name, unique within the tenant only
 */
public record HostId(String tenantId, String host) implements Comparable<HostId> {

  @Override
  public int compareTo(HostId other) {
    int byTenant = tenantId.compareTo(other.tenantId);
    return byTenant != 0 ? byTenant : host.compareTo(other.host);
  }

  @Override
  public String toString() {
    return tenantId + "/" + host;
  }
}

package dev.kiosk.simulator.hub;

import java.io.UncheckedIOException;
import java.util.function.Predicate;

/**
 * Whether there is or was a host of that name at any hub, as far as can be told. Commands for made
 * up names would push those of others out of the audit list that hubs share.
 */
final class HeardOf implements Predicate<HostId> {

  private final Core core;

  HeardOf(Core core) {
    this.core = core;
  }

  /** Asks the store, and the other hubs, only about a host that this hub has not heard of. */
  @Override
  public boolean test(HostId host) {
    if (!core.peers().bringsEvents() || core.hosts().find(host) != null) {
      return true; // a list of this hub alone is bounded for each tenant
    }
    if (core.store().failure() != null) {
      return true; // the audit list is not better off, and says so
    }
    try {
      return core.store().lanes(host.tenantId(), host.host()).iterator().hasNext()
          || isHeldElsewhere(host);
    } catch (UncheckedIOException notNow) {
      return true;
    }
  }

  private boolean isHeldElsewhere(HostId host) {
    return core.peers().hosts(host.tenantId()).stream()
        .anyMatch(each -> each.host().equals(host.host()));
  }
}

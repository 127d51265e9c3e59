package dev.kiosk.simulator.hub;

import java.util.HashMap;
import java.util.Map;

/**
 * Who reads long answers at the moment. Each holds a thread as long as its client takes, so there
 * are only so many. The first one of a tenant finds a place as long as there is one; more than one
 * come in while half of the places are free. So one tenant, or two, cannot keep out a third.
 */
final class Readers {

  private static final int MAX = 8;
  private static final int MAX_WITH_SECOND_ONES = MAX / 2;

  private final Map<String, Integer> byTenant = new HashMap<>();
  private int all;

  /** Whether one more may read now; it must {@link #leave} then. */
  synchronized boolean enter(String tenantId) {
    int own = byTenant.getOrDefault(tenantId, 0);
    if (all >= (own == 0 ? MAX : MAX_WITH_SECOND_ONES)) {
      return false;
    }
    byTenant.put(tenantId, own + 1);
    all++;
    return true;
  }

  /** One has read all that it asked for, or is gone. */
  synchronized void leave(String tenantId) {
    byTenant.computeIfPresent(tenantId, (tenant, own) -> own == 1 ? null : own - 1);
    all--;
  }
}

package dev.kiosk.simulator.hub.page;

import dev.kiosk.simulator.hub.page.Fleet.Kiosk;
import dev.kiosk.simulator.hub.page.Fleet.Visitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kiosks of this hub and of the others, each once: as that hub knows it that has it. */
final class Everywhere {

  private final Fleet here;
  private final RaisedAlerts raised;
  private final OtherHubs others;

  Everywhere(Fleet here, RaisedAlerts raised, OtherHubs others) {
    this.here = here;
    this.raised = raised;
    this.others = others;
  }

  /**
   * Shows all kiosks of a tenant that were heard of since the start of one of the hubs; the version
   * is another one whenever {@link #find} would tell something new.
   */
  void visit(String tenant, Visitor visitor) {
    Map<String, Long> elsewhere = new HashMap<>();
    others.visit(tenant, elsewhere::put);
    here.visit(
        tenant,
        (host, version) -> { // each of the three only grows, so the sum is a version too
          Long stamp = elsewhere.remove(host);
          visitor.kiosk(host, version + raised.version(tenant, host) + (stamp == null ? 0 : stamp));
        });
    elsewhere.forEach(visitor::kiosk);
  }

  /** What the list shows of a kiosk. */
  Shown find(String tenant, String host) {
    Kiosk near = here.find(tenant, host);
    OtherHubs.Far far = others.find(tenant, host);
    if (far != null && (near == null || far.kiosk().isNewerThan(near))) {
      return new Shown(far.kiosk(), far.raised());
    }
    return near == null ? new Shown(null, List.of()) : new Shown(near, raised.of(tenant, host));
  }

  /**
   * The same of one that is shown in full.
   *
   * @param listed whether it is one of those that were heard of or stored, and not just a name
   */
  Shown look(String tenant, String host, boolean listed, long nowMillis) {
    others.look(tenant, host, nowMillis);
    Shown shown = find(tenant, host);
    return listed && shown.kiosk() == null ? new Shown(null, raised.of(tenant, host)) : shown;
  }
}

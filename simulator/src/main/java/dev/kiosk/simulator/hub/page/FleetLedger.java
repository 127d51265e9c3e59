package dev.kiosk.simulator.hub.page;

import dev.kiosk.simulator.hub.page.Fleet.Kiosk;
import dev.kiosk.simulator.hub.page.FleetAnswer.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers the pages of other hubs: which kiosks of this one changed since they asked last. Changes
 * are numbered when somebody asks, so that nothing is done while nobody looks. Bounded by the hub's
 * own bound of kiosks.
 */
final class FleetLedger {

  private static final Tenant NOBODY = new Tenant();

  private final Fleet fleet;
  private final RaisedAlerts raised;
  private final Map<String, Tenant> tenants = new HashMap<>();

  private record Noted(long version, long number) {}

  /** The kiosks of one tenant in the order in which they changed last. */
  private static final class Tenant {
    private final Map<String, Noted> kiosks = new HashMap<>();
    private final NavigableMap<Long, String> byNumber = new TreeMap<>();
    private long last;

    private void note(String host, long version) {
      Noted before = kiosks.get(host);
      if (before == null || before.version() != version) {
        if (before != null) {
          byNumber.remove(before.number());
        }
        last++;
        kiosks.put(host, new Noted(version, last));
        byNumber.put(last, host);
      }
    }
  }

  FleetLedger(Fleet fleet, RaisedAlerts raised) {
    this.fleet = fleet;
    this.raised = raised;
  }

  /**
   * Answers.
   *
   * @param recent the last alerts of the tenant, if they are wanted
   */
  synchronized FleetAnswer answer(FleetQuestion question, List<String> recent) {
    String name = question.tenant();
    fleet.visit(
        name,
        (host, version) -> // a tenant without kiosks takes no room
        tenants
                .computeIfAbsent(name, first -> new Tenant())
                .note(host, version + raised.version(name, host)));
    Tenant tenant = tenants.getOrDefault(name, NOBODY);
    List<Told> changed = new ArrayList<>();
    long next = question.after();
    int bytes = 0;
    boolean more = false;
    for (var each : tenant.byNumber.tailMap(question.after(), false).entrySet()) {
      Told told = told(name, each.getValue(), false);
      int its = told == null ? 0 : FleetAnswer.bytes(told);
      if (bytes > 0 && bytes + its > Fitting.MAX_CHANGED) {
        more = true;
        break;
      }
      if (told != null) {
        changed.add(told);
        bytes += its;
      }
      next = each.getKey();
    }
    List<Told> looked = new ArrayList<>();
    for (String host : question.look()) {
      Told told = told(name, host, true);
      int its = told == null ? 0 : FleetAnswer.bytes(told);
      if (told != null && bytes + its <= Fitting.MAX_KIOSKS) {
        looked.add(told);
        bytes += its;
      }
    }
    return new FleetAnswer(next, more, changed, looked, Fitting.newest(recent));
  }

  private @Nullable Told told(String tenant, String host, boolean wholly) {
    Kiosk kiosk = fleet.find(tenant, host);
    if (kiosk == null) {
      return null;
    }
    Kiosk sent = NewsWriter.withoutWhatIsTooLong(kiosk, wholly);
    return Fitting.fit(new Told(host, sent, raised.of(tenant, host)));
  }

  /** Of how many tenants it is known what others were told. */
  synchronized int tenants() {
    return tenants.size();
  }
}

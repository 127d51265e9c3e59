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

  /** More does not fit into one answer, in characters; a kiosk has at most a few thousand. */
  private static final int MAX_CHARS = 128 << 10;

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
    Tenant tenant = tenants.computeIfAbsent(name, first -> new Tenant());
    fleet.visit(name, (host, version) -> tenant.note(host, version + raised.version(name, host)));
    List<Told> changed = new ArrayList<>();
    long next = question.after();
    int chars = 0;
    boolean more = false;
    for (var each : tenant.byNumber.tailMap(question.after(), false).entrySet()) {
      if (chars > MAX_CHARS) {
        more = true;
        break;
      }
      Told told = told(name, each.getValue(), false);
      if (told != null) {
        changed.add(told);
        chars += length(told);
      }
      next = each.getKey();
    }
    List<Told> looked = new ArrayList<>();
    for (String host : question.look()) {
      Told told = chars > 2 * MAX_CHARS ? null : told(name, host, true);
      if (told != null) {
        looked.add(told);
        chars += length(told);
      }
    }
    return new FleetAnswer(next, more, changed, looked, recent);
  }

  private @Nullable Told told(String tenant, String host, boolean wholly) {
    Kiosk kiosk = fleet.find(tenant, host);
    if (kiosk == null) {
      return null;
    }
    Kiosk sent = NewsWriter.withoutWhatIsTooLong(kiosk, wholly);
    return new Told(host, sent, raised.of(tenant, host));
  }

  private static int length(Told told) {
    return 200
        + told.kiosk().devices().stream().mapToInt(String::length).sum()
        + told.raised().stream().mapToInt(alert -> 200 + alert.message().length()).sum();
  }
}

package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.page.Fleet;
import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store;
import dev.kiosk.simulator.hub.store.Store.Kept;
import dev.kiosk.simulator.hub.store.Store.Known;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Shows the page what the hub knows. */
final class FleetOfHub implements Fleet {

  private final Hosts hosts;
  private final Store store;

  /** The kiosks of a hub. */
  FleetOfHub(Hosts hosts, Store store) {
    this.hosts = hosts;
    this.store = store;
  }

  @Override
  public void visit(String tenant, Visitor visitor) {
    for (HostId host : hosts.all()) {
      HostState state = host.tenantId().equals(tenant) ? hosts.find(host) : null;
      if (state != null) {
        visitor.kiosk(host.host(), state.version());
      }
    }
  }

  @Override
  public SortedSet<String> stored(String tenant) {
    SortedSet<String> names = new TreeSet<>();
    for (Known known : store.lanes(tenant, null)) {
      names.add(known.spool().host());
    }
    return names;
  }

  @Override
  public List<String> lastAlerts(String tenant, String host, int most) {
    List<Kept> last = new ArrayList<>();
    for (Known known : store.lanes(tenant, host)) {
      if (!known.lane().equals(SpoolId.READINGS)) {
        read(known, most, last);
      }
    }
    last.sort(Comparator.comparingLong(Kept::ts));
    return last.stream().map(Kept::json).toList();
  }

  private void read(Known lane, int most, List<Kept> into) {
    try (Store.Cursor cursor = store.read(lane, Math.max(0, lane.next() - most))) {
      Kept kept = cursor.next();
      for (int read = 0; kept != null && read < most; read++) {
        into.add(kept);
        kept = cursor.next();
      }
    }
  }

  @Override
  public @Nullable Kiosk find(String tenant, String host) {
    HostState state = hosts.find(new HostId(tenant, host));
    if (state == null) {
      return null;
    }
    HostState.View view = state.view();
    return new Kiosk(
        view.connected(),
        view.level(),
        view.agent(),
        view.sinceMillis(),
        view.heardMillis(),
        view.heartbeat(),
        view.devices());
  }
}

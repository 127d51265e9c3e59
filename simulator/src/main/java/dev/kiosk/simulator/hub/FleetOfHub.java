package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.Event.Kept;
import dev.kiosk.simulator.hub.EventStore.Known;
import dev.kiosk.simulator.hub.page.Fleet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Shows the page what the hub knows. */
final class FleetOfHub implements Fleet {

  private final Hosts hosts;
  private final EventStore store;

  /** The kiosks of a hub. */
  FleetOfHub(Hosts hosts, EventStore store) {
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
    for (Known known : store.streams(StreamId.tenantKey(tenant))) {
      names.add(known.stream().host().host());
    }
    return names;
  }

  @Override
  public List<String> lastAlerts(String tenant, String host, int most) {
    List<Kept> last = new ArrayList<>();
    for (Known known : store.streams(StreamId.hostKey(new HostId(tenant, host)))) {
      if (!known.stream().lane().equals(StreamId.READINGS)) {
        long from = Math.max(0, known.state().coverage().next() - most);
        store.read(known.state().number(), from, most).forEach(each -> last.add(each.kept()));
      }
    }
    last.sort(Comparator.comparingLong(Kept::ts));
    return last.stream().map(Kept::json).toList();
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

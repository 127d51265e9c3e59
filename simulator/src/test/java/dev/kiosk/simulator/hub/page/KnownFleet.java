package dev.kiosk.simulator.hub.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Kiosks with a device each, whose state the test sets. */
final class KnownFleet implements Fleet {

  private final Map<String, Kiosk> kiosks = new TreeMap<>();
  private final Map<String, Long> versions = new TreeMap<>();
  private final List<String> alerts = new ArrayList<>();
  private final SortedSet<String> stored = new TreeSet<>();
  private final List<String> lookedFor = new ArrayList<>();

  /** What {@link #stored(String)} tells; to be changed. */
  SortedSet<String> stored() {
    return stored;
  }

  /** What {@link #lastAlerts} tells; to be changed. */
  List<String> alerts() {
    return alerts;
  }

  /** Of which kiosks the last alerts were asked for. */
  List<String> lookedFor() {
    return lookedFor;
  }

  void put(String host, boolean connected, String level, String... devices) {
    kiosks.put(host, new Kiosk(connected, level, "1.0.0", 1000, 2000, null, List.of(devices)));
    versions.merge(host, 1L, Long::sum);
  }

  @Override
  public void visit(String tenant, Visitor visitor) {
    if (tenant.equals("acme")) {
      versions.forEach(visitor::kiosk);
    }
  }

  @Override
  public SortedSet<String> stored(String tenant) {
    return stored;
  }

  @Override
  public List<String> lastAlerts(String tenant, String host, int most) {
    lookedFor.add(host);
    return alerts;
  }

  @Override
  public @Nullable Kiosk find(String tenant, String host) {
    return kiosks.get(host);
  }
}

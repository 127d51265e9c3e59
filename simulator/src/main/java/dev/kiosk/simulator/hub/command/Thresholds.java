package dev.kiosk.simulator.hub.command;

import dev.kiosk.simulator.hub.HostId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The limits that are known, by kiosk and metric. Used by one thread at a time. */
final class Thresholds {

  private static final List<String> USUAL_METRICS = List.of("cpu", "memory", "disk", "temperature");

  /** A kiosk has four; one that acks made-up names is stopped here. */
  private static final int MAX_METRICS = 16;

  /** As many kiosks as the hub takes of a tenant. */
  static final int MAX_HOSTS = 20_000;

  private final Map<HostId, Map<String, Limit>> byHost = new TreeMap<>();
  private final Map<String, Integer> hosts = new HashMap<>(); // of each tenant

  /** What is known of the limits of a host, and that nothing is known of the usual others. */
  Map<String, Limit> withUsual(HostId host) {
    Map<String, Limit> all = new TreeMap<>(of(host));
    USUAL_METRICS.forEach(metric -> all.putIfAbsent(metric, Limit.UNKNOWN));
    return all;
  }

  /** Forgets all. */
  void clear() {
    byHost.clear();
    hosts.clear();
  }

  /** Changes what is known of a limit, unless there are too many. */
  void change(HostId host, String metric, UnaryOperator<Limit> change) {
    Map<String, Limit> known = byHost.get(host);
    if (known == null) {
      int ofTenant = hosts.getOrDefault(host.tenantId(), 0);
      if (ofTenant >= MAX_HOSTS) {
        return;
      }
      hosts.put(host.tenantId(), ofTenant + 1);
      known = new TreeMap<>();
      byHost.put(host, known);
    }
    if (known.containsKey(metric) || known.size() < MAX_METRICS) {
      known.compute(metric, (m, limit) -> change.apply(limit == null ? Limit.UNKNOWN : limit));
    }
  }

  /** Changes what is known of a limit, if anything is; and forgets it when nothing is any more. */
  void changeKnown(HostId host, String metric, UnaryOperator<Limit> change) {
    Map<String, Limit> known = byHost.get(host);
    if (known == null) {
      return;
    }
    known.computeIfPresent(
        metric,
        (m, limit) -> {
          Limit after = change.apply(limit);
          return after.equals(Limit.UNKNOWN) ? null : after;
        });
    if (known.isEmpty()) {
      byHost.remove(host);
      hosts.computeIfPresent(host.tenantId(), (tenant, all) -> all == 1 ? null : all - 1);
    }
  }

  /** The limits of one kiosk by metric. */
  Map<String, Limit> of(HostId host) {
    return byHost.getOrDefault(host, Map.of());
  }

  /** Walks over the kiosks of a tenant, or of all when it is null. */
  void forEach(@Nullable String tenant, BiConsumer<HostId, Map<String, Limit>> each) {
    byHost.forEach(
        (host, limits) -> {
          if (tenant == null || tenant.equals(host.tenantId())) {
            each.accept(host, limits);
          }
        });
  }
}

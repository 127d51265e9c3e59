package dev.kiosk.simulator.hub.command;

import dev.kiosk.simulator.hub.HostId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last commands of each tenant and what became of them. Used by one thread at a time. */
final class Audit {

  /** How many are kept of each tenant, so that no tenant pushes out another's. */
  private static final int MAX_OF_TENANT = 5_000;

  private record Cid(HostId host, String cid) {}

  /** What is known of a cid: the first entry that has it, the last, and whether it was acked. */
  private record Known(long first, long last, boolean acked) {}

  private final Map<String, NavigableMap<Long, AuditEntry>> byTenant = new HashMap<>();
  private final Map<Long, String> tenants = new HashMap<>();
  private final Map<Cid, Known> cids = new HashMap<>();

  private static Cid cid(AuditEntry entry) {
    return new Cid(new HostId(entry.tenant(), entry.host()), entry.cid());
  }

  /** Puts an entry, in place of the one of the same number if there is one. */
  void put(AuditEntry entry) {
    NavigableMap<Long, AuditEntry> all =
        byTenant.computeIfAbsent(entry.tenant(), tenant -> new TreeMap<>());
    all.put(entry.number(), entry);
    tenants.put(entry.number(), entry.tenant());
    Known known = cids.get(cid(entry));
    cids.put(
        cid(entry),
        known == null
            ? new Known(entry.number(), entry.number(), entry.isAcked())
            : new Known(
                known.first(),
                Math.max(known.last(), entry.number()),
                known.acked() || entry.isAcked()));
    if (all.size() > MAX_OF_TENANT) {
      forget(all.pollFirstEntry().getValue());
    }
  }

  /** Forgets all. */
  void clear() {
    byTenant.clear();
    tenants.clear();
    cids.clear();
  }

  private void forget(AuditEntry oldest) {
    tenants.remove(oldest.number());
    Known known = cids.get(cid(oldest));
    if (known != null && known.last() == oldest.number()) {
      cids.remove(cid(oldest));
    }
  }

  /** An entry, or null when it is no longer kept. */
  @Nullable AuditEntry find(long number) {
    String tenant = tenants.get(number);
    return tenant == null ? null : byTenant.getOrDefault(tenant, new TreeMap<>()).get(number);
  }

  /** Whether this cid was asked for. */
  boolean knows(HostId host, String cid) {
    return cids.containsKey(new Cid(host, cid));
  }

  /** Whether the kiosk has acked this cid before. */
  boolean wasAcked(HostId host, String cid) {
    Known known = cids.get(new Cid(host, cid));
    return known != null && known.acked();
  }

  /** The number of the first command with this cid, or {@code number} when none is known. */
  long firstOf(HostId host, String cid, long number) {
    Known known = cids.get(new Cid(host, cid));
    return known == null ? number : known.first();
  }

  /** All that are kept, of each tenant by number. */
  List<AuditEntry> all() {
    List<AuditEntry> all = new ArrayList<>();
    byTenant.values().forEach(entries -> all.addAll(entries.values()));
    return all;
  }

  /**
   * The last ones, newest first.
   *
   * @param tenant of this one only, or null for all
   * @param host of this one only, or null for all
   */
  List<AuditEntry> last(@Nullable String tenant, @Nullable String host, int most) {
    List<AuditEntry> last = new ArrayList<>();
    byTenant.forEach(
        (name, entries) -> {
          if (tenant == null || tenant.equals(name)) {
            entries.descendingMap().values().stream()
                .filter(entry -> host == null || host.equals(entry.host()))
                .limit(most)
                .forEach(last::add);
          }
        });
    last.sort((one, other) -> Long.compare(other.number(), one.number()));
    return last.size() > most ? last.subList(0, most) : last;
  }
}

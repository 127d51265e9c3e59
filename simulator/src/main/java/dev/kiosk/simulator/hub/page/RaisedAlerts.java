package dev.kiosk.simulator.hub.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that began and did not end yet, of all kiosks: the agent's own, which no device
 * state tells, those of kiosks that speak the plain contract, and since when the others hold.
 *
 * <p>Told in the order of the lanes; what ended before the hub's start is not in it, nor what began
 * before. Bounded by so many for each kiosk, and by the hub's own bound of kiosks.
 */
final class RaisedAlerts {

  /** More than a kiosk with all devices broken has. */
  private static final int MAX_OF_KIOSK = 64;

  private record Kiosk(String tenant, String host) {}

  private record Key(String code, String device, String subject) {}

  private static final class Raised {
    private final Map<Key, Alert> alerts = new LinkedHashMap<>();
    private long version;
  }

  private final Map<Kiosk, Raised> all = new ConcurrentHashMap<>();

  /** Takes an alert of a kiosk. */
  void told(String tenant, String host, Alert alert) {
    Boolean active = alert.active();
    if (active == null) {
      return;
    }
    Raised raised = all.computeIfAbsent(new Kiosk(tenant, host), fresh -> new Raised());
    Key key = new Key(alert.code(), alert.device(), alert.subject());
    synchronized (raised) {
      if (!active) {
        raised.alerts.remove(key);
      } else if (raised.alerts.containsKey(key)) {
        Alert first = raised.alerts.get(key);
        raised.alerts.put(key, since(alert, first.ts()));
      } else if (raised.alerts.size() < MAX_OF_KIOSK) {
        raised.alerts.put(key, alert);
      }
      raised.version++;
    }
  }

  /** What is told again, after service for instance, holds since it was told first. */
  private static Alert since(Alert again, long ts) {
    return new Alert(
        again.code(),
        again.device(),
        again.subject(),
        again.message(),
        again.severity(),
        again.active(),
        again.service(),
        ts);
  }

  /** What holds at a kiosk, the oldest first. */
  List<Alert> of(String tenant, String host) {
    Raised raised = all.get(new Kiosk(tenant, host));
    if (raised == null) {
      return List.of();
    }
    synchronized (raised) {
      return new ArrayList<>(raised.alerts.values());
    }
  }

  /** Another number whenever {@link #of} would tell something new. */
  long version(String tenant, String host) {
    @Nullable Raised raised = all.get(new Kiosk(tenant, host));
    if (raised == null) {
      return 0;
    }
    synchronized (raised) {
      return raised.version;
    }
  }
}

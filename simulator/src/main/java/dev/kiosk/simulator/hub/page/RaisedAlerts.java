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
 * <p>What began before the hub's start is found among the last alerts that are stored, once
 * somebody asks. Bounded by so many for each kiosk, and by the hub's own bound of kiosks.
 */
final class RaisedAlerts {

  /** More than a kiosk with all devices broken has. */
  private static final int MAX_OF_KIOSK = 64;

  /** How far back it is looked, in events of a lane. */
  private static final int LAST_ALERTS = 128;

  private record Kiosk(String tenant, String host) {}

  private record Key(String code, String device, String subject) {}

  private static final class Raised {
    private final Map<Key, Alert> alerts = new LinkedHashMap<>();
    private long version;
    private boolean lookedBack;
  }

  private final Fleet fleet;
  private final Map<Kiosk, Raised> all = new ConcurrentHashMap<>();

  /** Nothing is raised yet; the fleet knows what was stored before. */
  RaisedAlerts(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Takes an alert of a kiosk. */
  void told(String tenant, String host, Alert alert) {
    Boolean active = alert.active();
    if (active == null) {
      return;
    }
    Raised raised = all.computeIfAbsent(new Kiosk(tenant, host), fresh -> new Raised());
    synchronized (raised) {
      apply(alert, active, raised.alerts);
      raised.version++;
    }
  }

  private static void apply(Alert alert, boolean active, Map<Key, Alert> alerts) {
    Key key = key(alert);
    Alert first = alerts.get(key);
    if (!active) {
      alerts.remove(key);
    } else if (first != null) {
      alerts.put(key, since(alert, first.ts()));
    } else if (alerts.size() < MAX_OF_KIOSK) {
      alerts.put(key, alert);
    }
  }

  private static Key key(Alert alert) {
    return new Key(alert.code(), alert.device(), alert.subject());
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
    Raised raised = all.computeIfAbsent(new Kiosk(tenant, host), fresh -> new Raised());
    synchronized (raised) {
      if (!raised.lookedBack) {
        raised.lookedBack = true;
        lookBack(tenant, host, raised.alerts);
      }
      return new ArrayList<>(raised.alerts.values());
    }
  }

  /**
   * Adds what began before the hub's start. An event is stored before it is told, so the store
   * knows at least as much as was told so far; of what both know, the store has the whole story.
   */
  private void lookBack(String tenant, String host, Map<Key, Alert> alerts) {
    Map<Key, Alert> stored = new LinkedHashMap<>();
    for (String event : fleet.lastAlerts(tenant, host, LAST_ALERTS)) {
      Alert alert = Alert.of(event);
      if (alert != null && alert.active() != null) {
        apply(alert, alert.active(), stored);
        alerts.remove(key(alert));
      }
    }
    stored.putAll(alerts); // these began so long ago that they are not among the last
    alerts.clear();
    alerts.putAll(stored);
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

package dev.kiosk.simulator.hub.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The conditions that began and did not end yet, of the kiosks of this hub: the agent's own, which
 * no device state tells, those of kiosks that speak the plain contract, and since when the others
 * hold.
 *
 * <p>What began before this hub had the kiosk is looked for among the last alerts that are stored,
 * once somebody asks, and in the background: it is told when it is found. Bounded by so many for
 * each kiosk, by the hub's own bound of kiosks, and by those of which something is stored: nobody
 * asks for any other.
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
    private @Nullable List<Alert> meanwhile; // what is told while it is looked back
  }

  private final Fleet fleet;
  private final Executor background;
  private final Map<Kiosk, Raised> all = new ConcurrentHashMap<>();
  private final AtomicInteger looking = new AtomicInteger();

  /**
   * Nothing is raised yet; the fleet knows what was stored before.
   *
   * @param background looks back, which may take long
   */
  RaisedAlerts(Fleet fleet, Executor background) {
    this.fleet = fleet;
    this.background = background;
  }

  /** Takes an alert of a kiosk. */
  void told(String tenant, String host, Alert alert) {
    Boolean active = alert.active();
    if (active == null) {
      return;
    }
    Raised raised = all.computeIfAbsent(new Kiosk(tenant, host), fresh -> new Raised());
    synchronized (raised) {
      apply(alert, raised.alerts);
      raised.version++;
      if (raised.meanwhile != null) {
        raised.meanwhile.add(alert);
      }
    }
  }

  /** Takes an alert that another hub has stored; of kiosks that nobody asked for it is not kept. */
  void toldElsewhere(String tenant, String host, Alert alert) {
    if (all.containsKey(new Kiosk(tenant, host))) {
      told(tenant, host, alert);
    }
  }

  /** Another hub may have had the kiosk meanwhile: what holds there is to be looked for anew. */
  void forget(String tenant, String host) {
    all.computeIfPresent(
        new Kiosk(tenant, host),
        (kiosk, known) -> { // whoever looks back now does so for the old one
          Raised fresh = new Raised();
          synchronized (known) {
            fresh.version = known.version + 1;
          }
          return fresh;
        });
  }

  /** Does {@link #forget} for all kiosks of a tenant that are meant. */
  void forget(String tenant, Predicate<String> meant) {
    for (Kiosk kiosk : all.keySet()) {
      if (kiosk.tenant().equals(tenant) && meant.test(kiosk.host())) {
        forget(tenant, kiosk.host());
      }
    }
  }

  private static void apply(Alert alert, Map<Key, Alert> alerts) {
    Key key = key(alert);
    Alert first = alerts.get(key);
    if (!Boolean.TRUE.equals(alert.active())) {
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

  /**
   * What holds at a kiosk as far as it is known, the oldest first.
   *
   * @param host one that this hub has heard of or stored something of; it is remembered
   */
  List<Alert> of(String tenant, String host) {
    Raised raised = all.computeIfAbsent(new Kiosk(tenant, host), fresh -> new Raised());
    boolean looks;
    synchronized (raised) {
      looks = !raised.lookedBack && raised.meanwhile == null;
      if (looks) {
        raised.meanwhile = new ArrayList<>();
      }
    }
    if (looks) {
      looking.incrementAndGet();
      background.execute(() -> lookBack(tenant, host, raised));
    }
    synchronized (raised) {
      return new ArrayList<>(raised.alerts.values());
    }
  }

  /** Whether everything that was asked for is known. */
  boolean isSettled() {
    return looking.get() == 0;
  }

  private void lookBack(String tenant, String host, Raised raised) {
    try {
      List<Alert> stored = new ArrayList<>();
      for (String event : fleet.lastAlerts(tenant, host, LAST_ALERTS)) {
        Alert alert = Alert.of(event);
        if (alert != null && alert.active() != null) {
          stored.add(alert);
        }
      }
      synchronized (raised) {
        found(stored, raised);
      }
    } catch (RuntimeException notNow) {
      Logger.debug("the alerts of {}/{} cannot be read now: {}", tenant, host, notNow.toString());
      synchronized (raised) {
        raised.meanwhile = null; // and is tried again when somebody asks
      }
    } finally {
      looking.decrementAndGet();
    }
  }

  /**
   * Adds what began before. An event is stored before it is told, so the store knows at least as
   * much as was told when it was read; of what both know, the store has the whole story up to then.
   */
  private static void found(List<Alert> stored, Raised raised) {
    List<Alert> before = List.copyOf(raised.alerts.values());
    Map<Key, Alert> holds = new LinkedHashMap<>();
    for (Alert alert : stored) {
      apply(alert, holds);
      raised.alerts.remove(key(alert));
    }
    holds.putAll(raised.alerts); // these began so long ago that they are not among the last
    if (raised.meanwhile != null) {
      raised.meanwhile.forEach(alert -> apply(alert, holds));
    }
    raised.alerts.clear();
    raised.alerts.putAll(holds);
    raised.meanwhile = null;
    raised.lookedBack = true;
    raised.version += before.equals(List.copyOf(holds.values())) ? 0 : 1;
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

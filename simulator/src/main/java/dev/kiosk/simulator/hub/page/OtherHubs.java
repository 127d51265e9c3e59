package dev.kiosk.simulator.hub.page;

import dev.kiosk.simulator.hub.page.Fleet.Kiosk;
import dev.kiosk.simulator.hub.page.Fleet.Visitor;
import dev.kiosk.simulator.hub.page.FleetAnswer.Told;
import dev.kiosk.simulator.hub.peers.Peers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * What the other hubs know of a tenant's kiosks. They are asked twice a second for what changed, as
 * long as a page of that tenant is open here, and not otherwise. So nothing has to arrive: what was
 * not answered is asked again, after a break as well.
 *
 * <p>A hub that is gone has no kiosk connected any more; what it told of them last is kept until
 * another one tells of them. While this hub hears nobody, it cannot know that, so everything stays
 * as it was, and {@link #unseenSince} says so.
 */
final class OtherHubs {

  private static final long PACE_MILLIS = 500;

  /** How long a page that was just opened waits for what the others have. */
  private static final long BEGIN_MILLIS = 3_000;

  /** A hub that is there and did not answer for so long is not seen. */
  private static final long SILENT_MILLIS = 8_000;

  /** How long a kiosk is asked for in full after a page has shown it. */
  private static final long LOOK_MILLIS = 3_000;

  /** A kiosk as another hub told of it; the stamp is another, higher one when that changed. */
  record Far(Kiosk kiosk, List<Alert> raised, long stamp) {}

  private static final class Hub {
    private final Map<String, Far> kiosks = new HashMap<>();
    private List<String> recent = List.of();
    private long next;
    private long answeredMillis;
    private boolean asking;
    private boolean gone;
    private boolean wantsRecent = true;
    private boolean catchingUp = true; // has more to tell of what was there when it was asked

    private Hub(long nowMillis) {
      answeredMillis = nowMillis;
    }
  }

  private static final class Tenant {
    private final Map<String, Hub> hubs = new HashMap<>();
    private final Map<String, Long> looked = new HashMap<>();
    private long openedMillis;
    private long askedMillis;
  }

  private final Peers peers;
  private final Map<String, Tenant> tenants = new HashMap<>();
  private long stamps;
  private @Nullable Long deafSince;

  OtherHubs(Peers peers) {
    this.peers = peers;
  }

  /** A page of a tenant was opened. */
  synchronized void opened(String name, long nowMillis) {
    Tenant tenant = tenants.computeIfAbsent(name, first -> new Tenant());
    tenant.openedMillis = nowMillis;
    tenant.askedMillis = nowMillis - PACE_MILLIS;
    for (Hub hub : tenant.hubs.values()) {
      hub.wantsRecent = true;
      hub.catchingUp = true;
    }
  }

  /** The last page of a tenant is gone. */
  synchronized void closed(String name) {
    tenants.remove(name);
  }

  /** Asks who is to be asked, and takes note of who is gone. */
  synchronized void step(long nowMillis) {
    boolean hears = peers.hears();
    deafSince = hears ? null : deafSince == null ? Long.valueOf(nowMillis) : deafSince;
    Set<String> there = peers.hubs();
    tenants.forEach((name, tenant) -> step(name, tenant, hears ? there : null, nowMillis));
  }

  private void step(String name, Tenant tenant, @Nullable Set<String> there, long nowMillis) {
    if (there == null || Math.abs(nowMillis - tenant.askedMillis) < PACE_MILLIS) {
      return;
    }
    tenant.askedMillis = nowMillis;
    tenant.looked.values().removeIf(at -> Math.abs(nowMillis - at) > LOOK_MILLIS);
    there.forEach(hub -> tenant.hubs.computeIfAbsent(hub, first -> new Hub(nowMillis)));
    tenant.hubs.forEach(
        (id, hub) -> {
          if (!there.contains(id)) {
            leave(hub);
          } else if (!hub.asking) {
            hub.gone = false;
            ask(name, tenant, id, hub);
          }
        });
    forgetWhatOthersTell(tenant);
  }

  /** Else a page that is open for months would gather the fleet once for each end of a hub. */
  private void forgetWhatOthersTell(Tenant tenant) {
    tenant
        .hubs
        .values()
        .removeIf(
            hub -> {
              if (hub.gone) {
                hub.kiosks.entrySet().removeIf(one -> isToldBetter(tenant, hub, one));
              }
              return hub.gone && hub.kiosks.isEmpty();
            });
  }

  private boolean isToldBetter(Tenant tenant, Hub gone, Map.Entry<String, Far> kiosk) {
    for (Hub hub : tenant.hubs.values()) {
      Far far = hub == gone ? null : hub.kiosks.get(kiosk.getKey());
      if (far != null && !kiosk.getValue().kiosk().isNewerThan(far.kiosk())) {
        // with a stamp above the one that goes, or the list would not see what changes next
        hub.kiosks.put(kiosk.getKey(), new Far(far.kiosk(), far.raised(), ++stamps));
        return true;
      }
    }
    return false;
  }

  /** How many kiosks of a tenant are remembered, one that several hubs told of as several. */
  synchronized int remembered(String name) {
    Tenant tenant = tenants.get(name);
    return tenant == null
        ? 0
        : tenant.hubs.values().stream().mapToInt(hub -> 1 + hub.kiosks.size()).sum();
  }

  private void leave(Hub hub) {
    if (hub.gone) {
      return;
    }
    hub.gone = true;
    hub.next = 0;
    hub.kiosks.replaceAll(
        (host, far) ->
            far.kiosk().connected()
                ? new Far(far.kiosk().left(hub.answeredMillis), far.raised(), ++stamps)
                : far);
  }

  private void ask(String name, Tenant tenant, String id, Hub hub) {
    hub.asking = true;
    boolean recent = hub.wantsRecent;
    var question = new FleetQuestion(name, hub.next, List.copyOf(tenant.looked.keySet()), recent);
    CompletableFuture<?> unused =
        peers
            .ask(id, question.json())
            .thenApply(FleetAnswer::of)
            .whenComplete(
                (answer, failed) -> {
                  if (failed != null) {
                    Logger.debug("hub {} did not say what it shows: {}", id, failed);
                  }
                  answered(name, tenant, id, new Answered(hub, answer, recent));
                });
  }

  private record Answered(Hub hub, @Nullable FleetAnswer answer, boolean recent) {}

  private synchronized void answered(String name, Tenant tenant, String id, Answered answered) {
    Hub hub = answered.hub();
    FleetAnswer answer = answered.answer();
    hub.asking = false;
    if (answer == null || hub.gone) {
      return; // asked again with the next round
    }
    hub.answeredMillis = tenant.askedMillis;
    hub.next = answer.next();
    answer.changed().forEach(told -> changed(hub, told));
    answer.looked().forEach(told -> looked(hub, told));
    if (answered.recent()) {
      hub.recent = answer.recent();
      hub.wantsRecent = false;
    }
    hub.catchingUp = hub.catchingUp && (answer.more() || hub.wantsRecent);
    if (answer.more() && tenants.get(name) == tenant) {
      ask(name, tenant, id, hub);
    }
  }

  private void changed(Hub hub, Told told) {
    Far before = hub.kiosks.get(told.host());
    Kiosk kiosk = before == null ? told.kiosk() : told.kiosk().after(before.kiosk());
    hub.kiosks.put(told.host(), new Far(kiosk, told.raised(), ++stamps));
  }

  /** It is asked for again and again, which by itself is nothing new for the list. */
  private void looked(Hub hub, Told told) {
    Far before = hub.kiosks.get(told.host());
    long stamp = before == null ? ++stamps : before.stamp();
    hub.kiosks.put(told.host(), new Far(told.kiosk(), told.raised(), stamp));
  }

  /** Whether all that can be known at the beginning is known, of the others. */
  synchronized boolean isCaughtUp(String name, long nowMillis) {
    Tenant tenant = tenants.get(name);
    if (tenant == null || !peers.hears()) {
      return true;
    }
    if (Math.abs(nowMillis - tenant.openedMillis) > BEGIN_MILLIS) {
      return true;
    }
    for (String id : peers.hubs()) {
      Hub hub = tenant.hubs.get(id);
      if (hub == null || hub.catchingUp) {
        return false;
      }
    }
    return true;
  }

  /**
   * Since when, in milliseconds since the Unix epoch, not all of the others are seen; null while
   * they are.
   */
  synchronized @Nullable Long unseenSince(String name, long nowMillis) {
    if (deafSince != null) {
      return deafSince;
    }
    Tenant tenant = tenants.get(name);
    Long since = null;
    for (Hub hub : tenant == null ? List.<Hub>of() : tenant.hubs.values()) {
      boolean silent = !hub.gone && nowMillis - hub.answeredMillis > SILENT_MILLIS;
      if (silent && (since == null || hub.answeredMillis < since)) {
        since = hub.answeredMillis;
      }
    }
    return since;
  }

  /** A page shows a kiosk in full; from now on it is asked for with its heartbeat. */
  synchronized void look(String name, String host, long nowMillis) {
    Tenant tenant = tenants.get(name);
    if (tenant != null) {
      tenant.looked.put(host, nowMillis);
    }
  }

  /** The last alerts that the others stored, of each the oldest first. */
  synchronized List<String> recent(String name) {
    List<String> all = new ArrayList<>();
    Tenant tenant = tenants.get(name);
    if (tenant != null) {
      tenant.hubs.values().forEach(hub -> all.addAll(hub.recent));
    }
    return all;
  }

  /** Shows all kiosks that the others told of, each once. */
  synchronized void visit(String name, Visitor visitor) {
    Tenant tenant = tenants.get(name);
    if (tenant == null) {
      return;
    }
    Map<String, Long> all = new HashMap<>();
    for (Hub hub : tenant.hubs.values()) {
      hub.kiosks.forEach((host, far) -> all.merge(host, far.stamp(), Math::max));
    }
    all.forEach(visitor::kiosk);
  }

  /** A kiosk as that hub knows it that has it, or had it last; null when none does. */
  synchronized @Nullable Far find(String name, String host) {
    Tenant tenant = tenants.get(name);
    Far best = null;
    for (Hub hub : tenant == null ? List.<Hub>of() : tenant.hubs.values()) {
      Far far = hub.kiosks.get(host);
      if (far != null && (best == null || far.kiosk().isNewerThan(best.kiosk()))) {
        best = far;
      }
    }
    return best;
  }
}

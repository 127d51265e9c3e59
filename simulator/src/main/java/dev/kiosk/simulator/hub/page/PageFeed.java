package dev.kiosk.simulator.hub.page;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.tinylog.Logger;

/**
 * Keeps the open pages fresh. What happens is told to it by the hub's threads, which it does not
 * hold up; what the pages are told leaves from a thread of its own.
 */
public final class PageFeed extends AbstractLifeCycle {

  private static final long STEP_NANOS = 50_000_000;

  /** Of each tenant so many alerts are kept for pages that are opened later. */
  private static final int RECENT_ALERTS = 200;

  private static final int RECENT_CHARS = 128 << 10;

  /** More tenants than a hub is meant for; of those beyond, pages begin without recent alerts. */
  private static final int MAX_TENANTS = 256;

  private final Fleet fleet;
  private final LongSupplier wallMillis;
  private final RaisedAlerts raised;
  private final Map<String, EventWindow> recent = new ConcurrentHashMap<>();
  private final Map<String, Set<PageView>> byTenant = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "hub-page");
  private volatile boolean stopped;

  /**
   * A feed without pages, that is started and stopped with its server.
   *
   * @param wallMillis milliseconds since the Unix epoch
   */
  public PageFeed(Fleet fleet, LongSupplier wallMillis) {
    this.fleet = fleet;
    this.wallMillis = wallMillis;
    this.raised = new RaisedAlerts(fleet);
  }

  @Override
  protected void doStart() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  protected void doStop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  /**
   * A page was opened.
   *
   * @param tenant whose kiosks it shows
   * @param out takes what it is told; must not block
   */
  public PageView open(String tenant, Consumer<String> out) {
    PageView view = new PageView(this, tenant, out);
    byTenant.compute(
        tenant,
        (name, present) -> {
          Set<PageView> all = present == null ? new CopyOnWriteArraySet<>() : present;
          all.add(view);
          return all;
        });
    LockSupport.unpark(thread);
    return view;
  }

  void left(PageView view) {
    byTenant.computeIfPresent(
        view.tenant(),
        (name, present) -> {
          present.remove(view);
          return present.isEmpty() ? null : present;
        });
  }

  /** An event was stored. */
  public void stored(String tenant, String host, String event) {
    Alert alert = Alert.of(event);
    if (alert != null) {
      raised.told(tenant, host, alert);
      keep(tenant, event);
    }
    for (PageView view : byTenant.getOrDefault(tenant, Set.of())) {
      view.stored(event);
    }
  }

  private void keep(String tenant, String event) {
    EventWindow window = recent.get(tenant);
    if (window == null && recent.size() < MAX_TENANTS) {
      window = new EventWindow(RECENT_ALERTS, RECENT_CHARS);
      recent.put(tenant, window); // events are stored by one thread
    }
    if (window != null) {
      window.add(event);
    }
  }

  /** The last alerts of a tenant since the hub's start, the oldest first. */
  List<String> recent(String tenant) {
    EventWindow window = recent.get(tenant);
    return window == null ? List.of() : window.all();
  }

  /** A kiosk, or the hub for it, answered a command. */
  public void answered(String tenant, String host) {
    byTenant.getOrDefault(tenant, Set.of()).forEach(view -> view.answered(host));
  }

  /** How many pages are open. */
  public int open() {
    return byTenant.values().stream().mapToInt(Set::size).sum();
  }

  Fleet fleet() {
    return fleet;
  }

  RaisedAlerts raised() {
    return raised;
  }

  private void run() {
    while (!stopped) {
      if (byTenant.isEmpty()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, STEP_NANOS);
        byTenant.values().forEach(present -> present.forEach(this::step));
      }
    }
  }

  private void step(PageView view) {
    try {
      view.step(wallMillis.getAsLong());
    } catch (RuntimeException broken) { // one page must not take the others with it
      Logger.error(broken, "a page of {} could not be kept fresh and is left alone", view.tenant());
      left(view);
    }
  }
}

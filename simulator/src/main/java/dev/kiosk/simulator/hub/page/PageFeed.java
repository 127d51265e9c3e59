package dev.kiosk.simulator.hub.page;

import dev.kiosk.simulator.hub.peers.Peers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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

  private static final int READERS = 2;
  private static final int RECENT_CHARS = 128 << 10;

  /** More tenants than a hub is meant for; of those beyond, pages begin without recent alerts. */
  private static final int MAX_TENANTS = 256;

  private record Dated(long ts, String event) {}

  private final Fleet fleet;
  private final LongSupplier wallMillis;
  private final Peers peers;
  private final RaisedAlerts raised;
  private final OtherHubs others;
  private final Everywhere everywhere;
  private final FleetLedger ledger;
  private final Executor background;
  private final Map<String, EventWindow> recent = new ConcurrentHashMap<>();
  private final Map<String, Set<PageView>> byTenant = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "hub-page");
  private volatile boolean stopped;

  /**
   * A feed without pages, that is started and stopped with its server.
   *
   * @param fleet the kiosks of this hub
   * @param peers the other hubs, whose kiosks are shown too
   * @param wallMillis milliseconds since the Unix epoch
   */
  public PageFeed(Fleet fleet, Peers peers, LongSupplier wallMillis) {
    this(fleet, peers, wallMillis, background());
  }

  /** The same, with what reads the store, which may take long. */
  PageFeed(Fleet fleet, Peers peers, LongSupplier wallMillis, Executor background) {
    this.fleet = fleet;
    this.peers = peers;
    this.wallMillis = wallMillis;
    this.background = background;
    this.raised = new RaisedAlerts(fleet, background);
    this.others = new OtherHubs(peers);
    this.everywhere = new Everywhere(fleet, raised, others);
    this.ledger = new FleetLedger(fleet, raised);
  }

  private static ExecutorService background() {
    return new ThreadPoolExecutor(
        READERS,
        READERS,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), // at most one for each kiosk and each page
        work -> {
          Thread thread = new Thread(work, "hub-page-reader");
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy()); // a hub that stops reads nothing any more
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
    if (background instanceof ExecutorService ours) {
      ours.shutdownNow();
    }
  }

  /**
   * A page was opened.
   *
   * @param tenant whose kiosks it shows
   * @param out takes what it is told; must not block
   */
  public PageView open(String tenant, Consumer<String> out) {
    PageView view = new PageView(this, tenant, wallMillis.getAsLong(), out);
    byTenant.compute(
        tenant,
        (name, present) -> {
          Set<PageView> all = present == null ? new CopyOnWriteArraySet<>() : present;
          if (present == null && peers.bringsEvents()) {
            peers.watch(name);
            raised.forget(name, host -> !isHere(name, host)); // nobody told of these meanwhile
          }
          others.opened(name, wallMillis.getAsLong());
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
          if (!present.remove(view) || !present.isEmpty()) {
            return present;
          }
          others.closed(name);
          if (peers.bringsEvents()) {
            peers.unwatch(name);
          }
          return null;
        });
  }

  private boolean isHere(String tenant, String host) {
    Fleet.Kiosk kiosk = fleet.find(tenant, host);
    return kiosk != null && kiosk.connected();
  }

  /** A kiosk connected to this hub. */
  public void connected(String tenant, String host) {
    if (peers.bringsEvents()) {
      raised.forget(tenant, host); // it may come from another hub
    }
  }

  /** This hub has stored an event. */
  public void stored(String tenant, String host, String event) {
    Alert alert = Alert.of(event);
    if (alert != null) {
      raised.told(tenant, host, alert);
      keep(tenant, event);
    }
    if (!peers.bringsEvents()) { // else it comes once more, with those of the others
      show(tenant, event);
    }
  }

  /** Any hub, this one included, has stored an event; told while a page of that tenant is open. */
  public void storedAnywhere(String tenant, String host, String event) {
    if (!byTenant.containsKey(tenant)) {
      return;
    }
    show(tenant, event);
    Alert alert = Alert.of(event);
    if (alert != null && !isHere(tenant, host)) {
      raised.toldElsewhere(tenant, host, alert);
    }
  }

  private void show(String tenant, String event) {
    for (PageView view : byTenant.getOrDefault(tenant, Set.of())) {
      view.stored(event);
    }
  }

  /** Answers a page of another hub, see {@link FleetQuestion}. */
  public String answer(String question) {
    FleetQuestion asked = FleetQuestion.of(question);
    return ledger.answer(asked, asked.recent() ? kept(asked.tenant()) : List.of()).json();
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

  /** The last alerts of a tenant since the start of each hub, the oldest first. */
  List<String> recent(String tenant) {
    List<String> kept = kept(tenant);
    List<String> elsewhere = others.recent(tenant);
    if (elsewhere.isEmpty()) {
      return kept;
    }
    return Stream.concat(kept.stream(), elsewhere.stream())
        .map(event -> new Dated(Alert.read(event).path("ts").asLong(), event))
        .sorted(Comparator.comparingLong(Dated::ts))
        .skip(Math.max(0, kept.size() + elsewhere.size() - RECENT_ALERTS))
        .map(Dated::event)
        .toList();
  }

  private List<String> kept(String tenant) {
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

  Everywhere fleet() {
    return everywhere;
  }

  OtherHubs others() {
    return others;
  }

  /** Has the names of all kiosks read of which something is stored. */
  void readStored(PageView view) {
    background.execute(
        () -> {
          try {
            view.stored(fleet.stored(view.tenant()));
          } catch (RuntimeException notNow) {
            Logger.debug("what is stored cannot be read now: {}", notNow.toString());
            view.stored((SortedSet<String>) null);
          }
        });
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
        askOthers();
        byTenant.values().forEach(present -> present.forEach(this::step));
      }
    }
  }

  private void askOthers() {
    try {
      others.step(wallMillis.getAsLong());
    } catch (RuntimeException defect) { // what this hub has is shown all the same
      Logger.error(defect, "the other hubs could not be asked what they show");
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

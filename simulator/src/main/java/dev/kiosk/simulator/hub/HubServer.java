package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.access.Access;
import dev.kiosk.simulator.hub.access.BadFileException;
import dev.kiosk.simulator.hub.access.Tls;
import dev.kiosk.simulator.hub.command.CommandBook;
import dev.kiosk.simulator.hub.command.CommandRelay;
import dev.kiosk.simulator.hub.fault.Faults;
import dev.kiosk.simulator.hub.metrics.Counters;
import dev.kiosk.simulator.hub.nats.JetStreamStore;
import dev.kiosk.simulator.hub.page.PageFeed;
import dev.kiosk.simulator.hub.page.PageFiles;
import dev.kiosk.simulator.hub.peers.Peers;
import dev.kiosk.simulator.hub.store.EmbeddedStore;
import dev.kiosk.simulator.hub.store.Store;
import dev.kiosk.simulator.hub.store.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The reference server for kiosk agents, on one port:
 *
 * <pre>
 *   /ws/agent       agents in        {@link AgentSession}    ─▶ {@link Store}
 *   /ws/page        the page         {@link OperatorSession} ◀─ {@link PageFeed}
 *   /ws/telemetry   operators in     {@link OperatorSession} ─▶ {@link CommandRelay} ─▶ agent
 *   / /page/…       the page         {@link PageFiles}
 *   /api/…          reading          {@link HttpApi}
 *   /api/commands   commands in      {@link CommandApi} ─▶ {@link CommandRelay} ─▶ agent
 *   /api/faults     misbehaving      {@link FaultApi}, {@link FaultSwitches}; only when started for it
 * </pre>
 */
public final class HubServer implements AutoCloseable {

  /** The subprotocol of the contract's upper level. */
  public static final String SUBPROTOCOL = "kiosk.telemetry.v1";

  /** An agent pings every 10 s; one that was silent for this long is gone. */
  private static final Duration AGENT_IDLE = Duration.ofSeconds(60);

  /** How often files are looked at for changes, and the audit list is made safe. */
  private static final Duration CHORES = Duration.ofSeconds(1);

  private static final Duration OPERATOR_PING = Duration.ofSeconds(30);
  private static final int MAX_THREADS = 32;

  /** Connections that wait to be accepted: when a fleet comes back, hundreds knock in a moment. */
  private static final int MOST_KNOCKING = 1024;

  /** How long peers that do not read may delay a stop. */
  private static final long FAREWELL_MILLIS = 500;

  private final Server server;
  private final ServerConnector connector;
  private final ServerWebSocketContainer sockets;
  private final Core core;
  private final ScheduledThreadPoolExecutor timer;
  private final ScheduledThreadPoolExecutor chores = timer("hub-chores");
  private final AtomicBoolean closed = new AtomicBoolean();

  private HubServer(
      Server server,
      ServerConnector connector,
      ServerWebSocketContainer sockets,
      Core core,
      ScheduledThreadPoolExecutor timer) {
    this.server = server;
    this.connector = connector;
    this.sockets = sockets;
    this.core = core;
    this.timer = timer;
  }

  /**
   * Starts a hub that nobody watches.
   *
   * @throws HubException see {@link #start(HubConfig, HubEvents)}
   */
  public static HubServer start(HubConfig config) throws HubException {
    return start(config, HubEvents.NONE);
  }

  /**
   * Starts a hub. It listens when this returns.
   *
   * @param events told of what happens
   * @throws HubException when the token file or one of the certificate's is wrong, tokens are
   *     missing though others than this machine could connect, the data folder cannot be used, or
   *     the port is taken
   */
  public static HubServer start(HubConfig config, HubEvents events) throws HubException {
    Access access = access(config);
    Tls tls = tls(config);
    InetSocketAddress listen = config.listen();
    check(listen, access);
    Store store = open(config);
    ScheduledThreadPoolExecutor timer = timer("hub-timer");
    Hosts hosts = new Hosts(access.hasTokens());
    Peers peers = store instanceof JetStreamStore shared ? shared.peers() : Peers.NONE;
    Counters counters = new Counters();
    PageFeed feed = new PageFeed(new FleetOfHub(hosts, store), peers, config.time().wallMillis());
    CommandBook book = book(config, store, feed);
    HubEvents all = new PageEvents(events, feed);
    FrameDecoder decoder = new FrameDecoder();
    Reach reach = new Reach(hosts, peers);
    CommandRelay relay =
        new CommandRelay(
            reach,
            book,
            timer,
            config.commandTimeout(),
            new CommandRelay.Watch(all, counters::outcome));
    reach.answersTo(relay);
    Faults faults = config.faults();
    FaultSwitches switches = faults == null ? null : new FaultSwitches(faults, timer);
    Core core =
        new Core(
            decoder,
            store,
            peers,
            hosts,
            new Operators(peers),
            relay,
            book,
            all,
            switches == null ? Conduct.PROPER : switches,
            access,
            tls,
            counters,
            config.time());
    peers.join(new Neighbours(core, feed));
    Server server = new Server(threads());
    server.addBean(feed); // starts and stops with it
    ServerConnector connector = connector(server, listen, tls);
    WebSocketUpgradeHandler upgrades =
        WebSocketUpgradeHandler.from(server, sockets -> map(sockets, new Doors(core, feed)));
    Handler.Sequence api =
        new Handler.Sequence(new PageFiles(), new CommandApi(core), new HttpApi(core));
    upgrades.setHandler(
        new WholeRequests(
            switches == null ? api : new Handler.Sequence(new FaultApi(switches), api)));
    server.setHandler(upgrades);
    HubServer hub =
        new HubServer(server, connector, upgrades.getServerWebSocketContainer(), core, timer);
    hub.listen(listen);
    hub.pingOperators(core.operators());
    hub.chores(access, tls);
    return hub;
  }

  private static void check(InetSocketAddress listen, Access access) throws HubException {
    if (listen.isUnresolved()) {
      throw new HubException("listen address %s is not known".formatted(listen.getHostString()));
    }
    if (!access.hasTokens() && !listen.getAddress().isLoopbackAddress()) {
      throw new HubException(
          "without a token file the hub listens on loopback only, not on %s; give it tokens"
              .formatted(listen.getHostString()));
    }
  }

  private static Access access(HubConfig config) throws HubException {
    try {
      return config.tokensFile() == null ? Access.open() : Access.by(config.tokensFile());
    } catch (BadFileException wrong) {
      throw new HubException(wrong.words(), (Throwable) wrong);
    }
  }

  private static @Nullable Tls tls(HubConfig config) throws HubException {
    try {
      return config.tls() == null ? null : Tls.read(config.tls());
    } catch (BadFileException wrong) {
      throw new HubException(wrong.words(), (Throwable) wrong);
    }
  }

  private static CommandBook book(HubConfig config, Store store, PageFeed feed)
      throws HubException {
    try {
      return store instanceof JetStreamStore shared
          ? CommandBook.open(
              shared.audit(), config.time(), host -> feed.answered(host.tenantId(), host.host()))
          : CommandBook.open(config.dataDir(), config.time());
    } catch (IOException unusable) {
      store.close();
      String where = store instanceof JetStreamStore ? "NATS" : config.dataDir().toString();
      throw new HubException("the audit list in %s".formatted(where), unusable);
    }
  }

  private static Store open(HubConfig config) throws HubException {
    try {
      if (config.store().servers() != null) {
        return JetStreamStore.open(
            config.store(), config.time().nanos(), config.time().wallMillis());
      }
      return EmbeddedStore.open(
          config.dataDir(),
          config.store().retention(),
          config.time().nanos(),
          config.time().wallMillis());
    } catch (StoreException refused) {
      throw new HubException(String.valueOf(refused.getMessage()), (Throwable) refused);
    }
  }

  private static void map(ServerWebSocketContainer sockets, Doors doors) {
    sockets.setMaxTextMessageSize(FrameDecoder.MAX_FRAME_CHARS);
    sockets.setMaxFrameSize(FrameDecoder.MAX_FRAME_CHARS);
    sockets.setMaxBinaryMessageSize(1);
    sockets.setIdleTimeout(AGENT_IDLE);
    sockets.addMapping("/ws/agent", doors::agent);
    sockets.addMapping("/ws/telemetry", doors::operator);
    sockets.addMapping("/ws/page", doors::page);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("hub");
    threads.setDaemon(true);
    return threads;
  }

  private static ServerConnector connector(
      Server server, InetSocketAddress listen, @Nullable Tls tls) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(server, 1, 1, plain);
    } else {
      http.addCustomizer(new SecureRequestCustomizer(false)); // agents may go by an address
      connector = new ServerConnector(server, 1, 1, tls.before(plain.getProtocol()), plain);
    }
    connector.setHost(listen.getAddress().getHostAddress());
    connector.setPort(listen.getPort());
    connector.setAcceptQueueSize(MOST_KNOCKING);
    connector.setReuseAddress(true); // a hub that was just stopped can be started again at once
    server.addConnector(connector);
    server.setStopTimeout(0); // what matters has been said and stored before
    return connector;
  }

  private static ScheduledThreadPoolExecutor timer(String name) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setRejectedExecutionHandler( // a hub that stops waits for nothing any more
        new ThreadPoolExecutor.DiscardPolicy());
    return timer;
  }

  private void pingOperators(Operators operators) {
    long seconds = OPERATOR_PING.toSeconds();
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(operators::ping, seconds, seconds, TimeUnit.SECONDS);
  }

  /** What may take as long as a disk does, and so has threads of its own. */
  private void chores(Access access, @Nullable Tls tls) {
    Runnable files =
        () -> {
          access.refresh();
          if (tls != null) {
            tls.refresh();
          }
        };
    chores.setCorePoolSize(2); // a disk that hangs takes one of them
    for (Runnable each : List.<Runnable>of(files, core.book()::sync)) {
      ScheduledFuture<?> unused =
          chores.scheduleWithFixedDelay(
              chore(each), CHORES.toMillis(), CHORES.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Runnable chore(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException defect) { // the one catch-all of these threads
        Logger.error(defect, "a chore of the hub failed; the next round comes");
      }
    };
  }

  private void listen(InetSocketAddress address) throws HubException {
    try {
      server.start();
    } catch (IOException refused) {
      close();
      throw new HubException(
          "cannot listen on %s:%d".formatted(address.getHostString(), address.getPort()),
          refused.getCause() instanceof IOException cause ? cause : refused);
    } catch (Exception refused) { // Jetty's own signature
      close();
      throw new HubException("the hub cannot start: " + refused, refused);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where an agent connects to, {@code ws://host:port/ws/agent}, or wss. */
  public URI agentUri() {
    return URI.create("ws%s://%s:%d/ws/agent".formatted(secure(), host(), port()));
  }

  /** Where a browser looks, {@code http://host:port/}, or https. */
  public URI httpUri() {
    return URI.create("http%s://%s:%d/".formatted(secure(), host(), port()));
  }

  private String secure() {
    return connector.getConnectionFactory(SslConnectionFactory.class) == null ? "" : "s";
  }

  private String host() {
    String host = connector.getHost();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /**
   * Closes all connections with 1001, stores what has arrived, and lets go of port and data folder.
   * Takes no longer than about two seconds, and two more while the disk of the audit list does not
   * answer. Does nothing when it is closed already.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    timer.shutdownNow();
    chores.shutdown();
    connector.close(); // else whoever is told goodbye would come in again at once
    bidFarewell();
    try {
      server.stop();
    } catch (
        Exception unclean) { // Jetty's own signature; what matters is the store, and comes next
      Logger.warn("the hub's server did not stop cleanly: {}", unclean.toString());
    }
    core.peers().close();
    core.book().close();
    core.store().close();
  }

  private void bidFarewell() {
    Collection<Session> open = sockets.getOpenSessions();
    CountDownLatch told = new CountDownLatch(open.size());
    Callback one = Callback.from(told::countDown, failure -> told.countDown());
    open.forEach(session -> session.close(StatusCode.SHUTDOWN, "the hub is stopping", one));
    try {
      if (!told.await(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
        Logger.warn("{} peers did not take the hub's farewell", told.getCount());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.fault.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.tinylog.Logger;

/**
 * The reference server for kiosk agents, on one port:
 *
 * <pre>
 *   /ws/agent       agents in        {@link AgentSession}    ─▶ {@link StoreWriter} ─▶ {@link EventStore}
 *   /ws/telemetry   operators in     {@link OperatorSession} ─▶ {@link CommandRelay} ─▶ agent
 *   /api/… /        reading          {@link HttpApi}
 *   /api/faults     misbehaving      {@link FaultApi}, {@link FaultSwitches}; only when started for it
 * </pre>
 */
public final class HubServer implements AutoCloseable {

  /** The subprotocol of the contract's upper level. */
  public static final String SUBPROTOCOL = "kiosk.telemetry.v1";

  /** An agent pings every 10 s; one that was silent for this long is gone. */
  private static final Duration AGENT_IDLE = Duration.ofSeconds(60);

  private static final Duration OPERATOR_PING = Duration.ofSeconds(30);
  private static final int MAX_THREADS = 32;

  /** How long peers that do not read may delay a stop. */
  private static final long FAREWELL_MILLIS = 500;

  private final Server server;
  private final ServerConnector connector;
  private final ServerWebSocketContainer sockets;
  private final StoreWriter writer;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HubServer(
      Server server,
      ServerConnector connector,
      ServerWebSocketContainer sockets,
      StoreWriter writer,
      ScheduledThreadPoolExecutor timer) {
    this.server = server;
    this.connector = connector;
    this.sockets = sockets;
    this.writer = writer;
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
   * @throws HubException when the token file is wrong, tokens are missing though others than this
   *     machine could connect, the data folder cannot be used, or the port is taken
   */
  public static HubServer start(HubConfig config, HubEvents events) throws HubException {
    Tokens tokens = config.tokensFile() == null ? null : Tokens.read(config.tokensFile());
    InetSocketAddress listen = config.listen();
    if (listen.isUnresolved()) {
      throw new HubException("listen address %s is not known".formatted(listen.getHostString()));
    }
    if (tokens == null && !listen.getAddress().isLoopbackAddress()) {
      throw new HubException(
          "without a token file the hub listens on loopback only, not on %s; give it tokens"
              .formatted(listen.getHostString()));
    }
    EventStore store = EventStore.open(config.dataDir());
    StoreWriter writer = StoreWriter.start(store, config.time().nanos());
    ScheduledThreadPoolExecutor timer = timer();
    Hosts hosts = new Hosts();
    CommandRelay relay = new CommandRelay(hosts, events, timer, config.commandTimeout());
    Faults faults = config.faults();
    FaultSwitches switches = faults == null ? null : new FaultSwitches(faults, timer);
    Core core =
        new Core(
            new FrameDecoder(),
            writer,
            hosts,
            new Operators(),
            relay,
            events,
            switches == null ? Conduct.PROPER : switches,
            config.time().wallMillis());
    Access access = new Access(tokens);
    Server server = new Server(threads());
    ServerConnector connector = connector(server, listen);
    WebSocketUpgradeHandler upgrades =
        WebSocketUpgradeHandler.from(server, sockets -> map(sockets, new Doors(core, access)));
    HttpApi api = new HttpApi(core, store, access);
    upgrades.setHandler(switches == null ? api : new Handler.Sequence(new FaultApi(switches), api));
    server.setHandler(upgrades);
    HubServer hub =
        new HubServer(server, connector, upgrades.getServerWebSocketContainer(), writer, timer);
    hub.listen(listen);
    hub.pingOperators(core.operators());
    return hub;
  }

  private static void map(ServerWebSocketContainer sockets, Doors doors) {
    sockets.setMaxTextMessageSize(FrameDecoder.MAX_FRAME_CHARS);
    sockets.setMaxFrameSize(FrameDecoder.MAX_FRAME_CHARS);
    sockets.setMaxBinaryMessageSize(1);
    sockets.setIdleTimeout(AGENT_IDLE);
    sockets.addMapping("/ws/agent", doors::agent);
    sockets.addMapping("/ws/telemetry", doors::operator);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("hub");
    threads.setDaemon(true);
    return threads;
  }

  private static ServerConnector connector(Server server, InetSocketAddress listen) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(listen.getAddress().getHostAddress());
    connector.setPort(listen.getPort());
    connector.setReuseAddress(true); // a hub that was just stopped can be started again at once
    server.addConnector(connector);
    server.setStopTimeout(0); // what matters has been said and stored before
    return connector;
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "hub-timer");
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

  /** Where an agent connects to, {@code ws://host:port/ws/agent}. */
  public URI agentUri() {
    return URI.create("ws://%s:%d/ws/agent".formatted(host(), port()));
  }

  /** Where a browser looks, {@code http://host:port/}. */
  public URI httpUri() {
    return URI.create("http://%s:%d/".formatted(host(), port()));
  }

  private String host() {
    String host = connector.getHost();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /**
   * Closes all connections with 1001, stores what has arrived, and lets go of port and data folder.
   * Takes no longer than about two seconds. Does nothing when it is closed already.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    timer.shutdownNow();
    bidFarewell();
    try {
      server.stop();
    } catch (
        Exception unclean) { // Jetty's own signature; what matters is the store, and comes next
      Logger.warn("the hub's server did not stop cleanly: {}", unclean.toString());
    }
    writer.close();
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

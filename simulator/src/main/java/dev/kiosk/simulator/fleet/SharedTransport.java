package dev.kiosk.simulator.fleet;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.jspecify.annotations.Nullable;

/**
 * The network of the whole fleet: any number of WebSocket connections on a few threads, where the
 * agent's own transport gives each connection its own. {@link FleetConnection} is one of them.
 */
final class SharedTransport implements AutoCloseable {

  /** One waits at the selector, the others do what it finds, and TLS. */
  private static final int THREADS = 6;

  /** What a connection reads at a time while something comes; lent from a pool. */
  private static final int BUFFER_BYTES = 4096;

  private final WebSocketClient client;
  private final HttpClient http;

  private SharedTransport(WebSocketClient client, HttpClient http) {
    this.client = client;
    this.http = http;
  }

  /**
   * Starts the threads.
   *
   * @param connections the most at a time
   * @param trust whose certificates servers on TLS may have; null for those that Java trusts
   */
  static SharedTransport start(int connections, @Nullable SSLContext trust) {
    var threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("fleet-net");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    var connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads);
    if (trust != null) {
      var tls = new SslContextFactory.Client();
      tls.setSslContext(trust);
      connector.setSslContextFactory(tls);
    }
    var http = new HttpClient(new HttpClientTransportOverHTTP(connector));
    http.setExecutor(threads);
    http.setScheduler(new ScheduledExecutorScheduler("fleet-timer", true));
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    http.setFollowRedirects(false);
    http.setMaxConnectionsPerDestination(2 * connections);
    http.setMaxRequestsQueuedPerDestination(2 * connections);
    var client = new WebSocketClient(http);
    client.setIdleTimeout(Duration.ZERO); // the link has its own deadlines
    client.setInputBufferSize(BUFFER_BYTES);
    client.setOutputBufferSize(BUFFER_BYTES);
    client.setStopTimeout(0);
    try {
      http.start();
      client.start();
    } catch (Exception broken) { // Jetty's own signature; nothing of it depends on the outside
      throw new IllegalStateException("Jetty's client does not start", broken);
    }
    return new SharedTransport(client, http);
  }

  /** What connects. */
  WebSocketClient client() {
    return client;
  }

  /** How many connections are open. */
  int open() {
    return client.getOpenSessions().size();
  }

  /** Does something later, in a thread of the network. */
  void later(Duration delay, Runnable what) {
    http.getScheduler().schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closes all connections. */
  @Override
  public void close() {
    try {
      client.stop();
      http.stop();
    } catch (Exception unclean) { // Jetty's own signature; the process ends
      throw new IllegalStateException("Jetty's client does not stop", unclean);
    }
  }

  /** An address that can be given to {@link #client()}. */
  static boolean isUsable(URI server) {
    String scheme = server.getScheme();
    boolean socket = "ws".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme);
    return socket && server.getHost() != null;
  }
}

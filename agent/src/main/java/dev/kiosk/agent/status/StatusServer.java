package dev.kiosk.agent.status;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.log.Log;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Serves the status over HTTP: {@code /} a page that keeps itself fresh, {@code /status} JSON,
 * {@code /metrics} for Prometheus, {@code /healthz}. It only reads: GET and HEAD, nothing else; no
 * cross-origin access; and only under a host name that is the agent's own, so that a web page
 * elsewhere cannot read it by pointing its name here (DNS rebinding).
 *
 * <p>Two threads; a client that has not asked after three seconds, or not listened after sixty, is
 * dropped, and so may be those who wait behind it: they ask again.
 */
public final class StatusServer implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int IDLE_SECONDS = 10;
  private static final int BACKLOG = 16;

  private final HttpServer http;
  private final ExecutorService threads;
  private final Supplier<StatusSnapshot> snapshots;
  private final LiveStreams streams;
  private final HostCheck hosts;
  private final Counters counters;

  private StatusServer(
      HttpServer http,
      ExecutorService threads,
      Supplier<StatusSnapshot> snapshots,
      HostCheck hosts,
      Counters counters) {
    this.http = http;
    this.threads = threads;
    this.snapshots = snapshots;
    this.streams = new LiveStreams(() -> frame(snapshots.get()));
    this.hosts = hosts;
    this.counters = counters;
  }

  /**
   * Starts to serve.
   *
   * @param address where; port 0 takes a free one
   * @param snapshots asked once for each request, from any of the server's threads
   * @param counters where it counts what it refuses
   * @throws IOException when the address cannot be had; the message says what to do
   */
  public static StatusServer listen(
      InetSocketAddress address, Supplier<StatusSnapshot> snapshots, Counters counters)
      throws IOException {
    limitRequests();
    HttpServer http = bind(address);
    ExecutorService threads = threads();
    var hosts = new HostCheck(address.getHostString());
    var server = new StatusServer(http, threads, snapshots, hosts, counters);
    http.setExecutor(threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /** Two at the most, and none while nobody asks. */
  private static ExecutorService threads() {
    var number = new AtomicInteger();
    var threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var thread = new Thread(work, "status-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static HttpServer bind(InetSocketAddress address) throws IOException {
    String where = address.getHostString() + ":" + address.getPort();
    if (address.isUnresolved()) {
      throw new IOException(
          "the status page cannot listen on %s: this machine does not know that name; correct \"listen\" in [status]"
              .formatted(where));
    }
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (BindException refused) {
      throw new IOException(
          "the status page cannot listen on %s: %s; stop what uses it (ss -ltnp shows it) or choose another \"listen\" in [status]"
              .formatted(where, words(refused)),
          refused);
    }
  }

  private static String words(BindException refused) {
    String message = String.valueOf(refused.getMessage());
    return message.contains("in use") ? "the port is taken" : message;
  }

  /**
   * The JDK's server takes its limits from system properties alone, once. What the command line has
   * set stands.
   */
  private static void limitRequests() {
    setIfAbsent("sun.net.httpserver.maxReqTime", "3"); // seconds
    setIfAbsent("sun.net.httpserver.timerMillis", "3000"); // how often it looks: a wake-up each
    setIfAbsent("sun.net.httpserver.maxRspTime", "60"); // seconds; a live page's stream ends before
    setIfAbsent("sun.net.httpserver.maxReqHeaders", "64");
    setIfAbsent("sun.net.httpserver.maxReqHeaderSize", "16384"); // bytes
    setIfAbsent("sun.net.httpserver.maxIdleConnections", "8");
    setIfAbsent("jdk.httpserver.maxConnections", "64");
    setIfAbsent("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for an ACK
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Where it listens, with the port that it got. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  /** Whether a page is open that wants to be kept fresh by {@link #show}. */
  public boolean watched() {
    return streams.watched();
  }

  /** Whom to wake when somebody begins to look. */
  public void onWatched(Runnable wake) {
    streams.onViewer(wake);
  }

  /** Keeps the open pages fresh. Takes no snapshot when there is none. */
  public void show() {
    if (streams.watched()) {
      streams.publish(frame(snapshots.get()));
    }
  }

  private LiveStreams.Frame frame(StatusSnapshot snapshot) {
    return new LiveStreams.Frame(snapshot.takenMillis(), StatusPage.parts(snapshot));
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean handedOver = false;
    try {
      handedOver = answerOrHandOver(exchange);
    } finally {
      if (!handedOver) {
        exchange.close();
      }
    }
  }

  private boolean answerOrHandOver(HttpExchange exchange) throws IOException {
    Answer answer;
    try {
      answer = answer(exchange);
    } catch (RuntimeException failure) { // a bug in what is shown must not look like a hang
      counters.count(Counter.STATUS_FAILURES);
      Log.error(failure, "The status could not be shown");
      answer = Answer.text(500, "the status could not be shown; the agent's log says why");
    }
    headers(exchange, answer);
    if (answer == Answer.LIVE && exchange.getRequestMethod().equals("GET")) {
      if (streams.serve(exchange)) {
        return true;
      }
      counters.count(Counter.STATUS_REFUSED_PAGES);
      answer = Answer.text(503, "too many pages are open; close one, or ask for /status");
      headers(exchange, answer);
    }
    send(exchange, answer);
    return false;
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!hosts.allows(exchange.getRequestHeaders().get("Host"), exchange.getLocalAddress())) {
      return refused(
          Counter.STATUS_REFUSED_HOST,
          403,
          "refused: ask by 127.0.0.1, localhost, [::1] or the configured address");
    }
    Headers asked = exchange.getRequestHeaders();
    if (!hosts.allowsOrigin(asked.get("Origin"), exchange.getLocalAddress())
        || !HostCheck.allowsFetch(
            asked.getFirst("Sec-Fetch-Site"),
            asked.getFirst("Sec-Fetch-Mode"),
            asked.getFirst("Sec-Fetch-Dest"))) {
      return refused(
          Counter.STATUS_REFUSED_ORIGIN,
          403,
          "refused: the page of another site must not read this one");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return refused(
          Counter.STATUS_REFUSED_METHOD, 405, "only GET and HEAD; nothing can be changed here");
    }
    String path = exchange.getRequestURI().getPath();
    Resource resource = StatusPage.file(path);
    if (resource != null) {
      return Answer.of(resource);
    }
    return switch (path) {
      case "/" -> Answer.of(StatusPage.render(snapshots.get()));
      case "/events" -> Answer.LIVE;
      case "/status" -> new Answer(200, "application/json", StatusJson.write(snapshots.get()));
      case "/metrics" ->
          new Answer(
              200,
              MetricsText.CONTENT_TYPE,
              MetricsText.of(snapshots.get(), streams.open()).getBytes(StandardCharsets.UTF_8));
      case "/healthz" -> Answer.text(200, "ok");
      default ->
          refused(
              Counter.STATUS_REFUSED_PATH,
              404,
              "not here; there are /, /status, /metrics and /healthz");
    };
  }

  private Answer refused(Counter why, int code, String words) {
    counters.count(why);
    return Answer.text(code, words);
  }

  private static void headers(HttpExchange exchange, Answer answer) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Content-Security-Policy", StatusPage.POLICY);
    if (answer.code == 405) {
      headers.set("Allow", "GET, HEAD");
    }
    if (hasBody(exchange.getRequestHeaders())) {
      headers.set("Connection", "close"); // it is not read
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(answer.body.length));
      exchange.sendResponseHeaders(answer.code, -1);
      return;
    }
    exchange.sendResponseHeaders(answer.code, answer.body.length);
    exchange.getResponseBody().write(answer.body);
  }

  private static boolean hasBody(Headers request) {
    return request.containsKey("Transfer-Encoding") || request.containsKey("Content-Length");
  }

  /** Stops at once; answers under way are cut off. */
  @Override
  public void close() {
    streams.close();
    http.stop(0);
    threads.shutdownNow();
  }

  private static final class Answer {

    /** The stream that keeps a page fresh; not sent as a whole. */
    static final Answer LIVE = new Answer(200, "text/event-stream", new byte[0]);

    private final int code;
    private final String type;
    private final byte[] body;

    Answer(int code, String type, byte[] body) {
      this.code = code;
      this.type = type;
      this.body = body;
    }

    static Answer of(Resource resource) {
      return new Answer(200, resource.type(), resource.bytes());
    }

    static Answer text(int code, String text) {
      return new Answer(
          code, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}

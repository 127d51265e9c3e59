package dev.kiosk.simulator.surface.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kiosk.simulator.surface.Addresses;
import dev.kiosk.simulator.surface.Station;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Breaks and mends simulated devices over HTTP on loopback. Answers are JSON; an error is {@code
 * {"error": "one sentence"}}.
 *
 * <pre>
 * GET    /devices                                 all devices: what they are, what holds
 * GET    /devices/{id}                            one of them
 * PUT    /devices/{id}/conditions/{condition}     begins a condition
 * DELETE /devices/{id}/conditions/{condition}     ends it
 * PUT    /devices/{id}/network/{mode}[?amount=n]  ok, refuse, silent, slow (n ms), garbage, half,
 *                                                 drop (after n bytes), close, single; on all its
 *                                                 networks, or with outlet=driver on that one
 * GET    /                                        a page for people
 * GET    /events                                  all of it as it happens, as server-sent events
 * </pre>
 *
 * <p>Every call may be repeated; changes answer with the device as it is then. Only loopback names
 * are accepted in the Host header, and no other site's page may read or change anything.
 */
public final class ControlServer implements AutoCloseable {

  private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  /** The page loads its own three files and its own events, and is shown in no frame. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** As many pages are told of changes at a time. */
  private static final int PAGES = 8;

  private static final int CALLS = 4;

  private final HttpServer http;
  private final ExecutorService workers;
  private final ControlApi api;
  private final PanelFiles files;
  private final PanelStream stream;
  private final Semaphore pages = new Semaphore(PAGES);
  private final ObjectMapper json = new ObjectMapper();

  private ControlServer(
      HttpServer http,
      ExecutorService workers,
      ControlApi api,
      PanelFiles files,
      PanelStream stream) {
    this.http = http;
    this.workers = workers;
    this.api = api;
    this.files = files;
    this.stream = stream;
  }

  /**
   * Listens for calls.
   *
   * @param listen a loopback address; port 0 takes a free one
   * @param stations the devices by id, in the order in which they are shown; not changed afterwards
   * @param log what the page shows of the traffic
   * @throws IOException if it cannot listen there, or the address is not loopback
   */
  public static ControlServer start(
      InetSocketAddress listen, Map<String, Station> stations, TrafficLog log) throws IOException {
    if (!listen.getAddress().isLoopbackAddress()) {
      throw new IOException(
          "the control address %s is not loopback: anybody near could break the devices."
              .formatted(Addresses.text(listen)));
    }
    PanelFiles files = PanelFiles.load();
    HttpServer http;
    try {
      http = HttpServer.create(listen, 0);
    } catch (IOException failed) {
      throw new IOException(
          "the control interface cannot listen on %s: %s."
              .formatted(Addresses.text(listen), failed.getMessage()),
          failed);
    }
    ExecutorService workers =
        Executors.newFixedThreadPool(
            PAGES + CALLS,
            work -> {
              var thread = new Thread(work, "control");
              thread.setDaemon(true);
              return thread;
            });
    var describer = new StationJson();
    var server =
        new ControlServer(
            http,
            workers,
            new ControlApi(stations, describer),
            files,
            new PanelStream(stations.values(), describer, log));
    http.setExecutor(workers);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /** Where it is, for instance {@code http://127.0.0.1:9320/}. */
  public String url() {
    return "http://" + Addresses.text(http.getAddress()) + "/";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        String host = exchange.getRequestHeaders().getFirst("Host");
        checkHost(host);
        checkOrigin(exchange.getRequestHeaders().getFirst("Origin"), host);
        List<String> path = segments(exchange.getRequestURI().getRawPath());
        PanelFiles.File file = path.size() < 2 ? files.at(String.join("/", path)) : null;
        if (file != null) {
          ControlApi.expect(exchange, "GET");
          send(exchange, 200, file);
        } else if (path.equals(List.of("events"))) {
          ControlApi.expect(exchange, "GET");
          stream(exchange);
        } else if (path.get(0).equals("devices")) {
          send(exchange, 200, json(api.route(exchange, path)));
        } else {
          throw ControlRefusal.noSuchPath(exchange);
        }
      } catch (ControlRefusal refusal) {
        JsonNode error = json.createObjectNode().put("error", refusal.sentence());
        send(exchange, refusal.status(), json(error));
      }
    }
  }

  private PanelFiles.File json(JsonNode node) throws IOException {
    return new PanelFiles.File("application/json; charset=utf-8", json.writeValueAsString(node));
  }

  private static void send(HttpExchange exchange, int status, PanelFiles.File body)
      throws IOException {
    byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
    headers(exchange, body.type());
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void headers(HttpExchange exchange, String type) {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.set("Referrer-Policy", "no-referrer");
  }

  private void stream(HttpExchange exchange) throws ControlRefusal, IOException {
    if (!pages.tryAcquire()) {
      throw new ControlRefusal(
          503, "%d pages are open, that is the most; close one.".formatted(PAGES));
    }
    try {
      headers(exchange, "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      stream.serve(
          exchange.getResponseBody(), exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      pages.release();
    }
  }

  /** A page elsewhere may point its own name here; it must not get in by that. */
  private static void checkHost(@Nullable String host) throws ControlRefusal {
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    if (!OWN_NAMES.contains(name)) {
      throw new ControlRefusal(
          403, "this is reached as 127.0.0.1, localhost or [::1] only, not by another name.");
    }
  }

  /** A browser says whose page asks; a program that is none says nothing. */
  private static void checkOrigin(@Nullable String origin, @Nullable String host)
      throws ControlRefusal {
    if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      throw new ControlRefusal(403, "the page of another site may not read or change anything.");
    }
  }

  /** The parts of a path, each decoded for itself: an escaped slash does not part. */
  private static List<String> segments(String rawPath) {
    return List.of(rawPath.split("/")).stream()
        .filter(each -> !each.isEmpty())
        .map(each -> URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  /** Stops listening. */
  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }
}

package dev.kiosk.simulator.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.UnknownConditionException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * </pre>
 *
 * <p>Every call may be repeated; changes answer with the device as it is then. Only loopback names
 * are accepted in the Host header, and no other site's page may read or change anything.
 */
public final class ControlServer implements AutoCloseable {

  private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Map<String, Station> stations;
  private final HttpServer http;
  private final ExecutorService workers;
  private final ObjectMapper json = new ObjectMapper();

  private ControlServer(Map<String, Station> stations, HttpServer http, ExecutorService workers) {
    this.stations = stations;
    this.http = http;
    this.workers = workers;
  }

  /**
   * Listens for calls.
   *
   * @param listen a loopback address; port 0 takes a free one
   * @param stations the devices by id, in the order in which they are shown; not changed afterwards
   * @throws IOException if it cannot listen there, or the address is not loopback
   */
  public static ControlServer start(InetSocketAddress listen, Map<String, Station> stations)
      throws IOException {
    if (!listen.getAddress().isLoopbackAddress()) {
      throw new IOException(
          "the control address %s is not loopback: anybody near could break the devices."
              .formatted(Addresses.text(listen)));
    }
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
            2,
            work -> {
              var thread = new Thread(work, "control");
              thread.setDaemon(true);
              return thread;
            });
    var server = new ControlServer(stations, http, workers);
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
      int status = 200;
      byte[] body;
      String type = "application/json; charset=utf-8";
      try {
        checkHost(exchange.getRequestHeaders().getFirst("Host"));
        List<String> path = segments(exchange.getRequestURI().getRawPath());
        if (path.isEmpty()) {
          expect(exchange, "GET");
          type = "text/html; charset=utf-8";
          body = ControlPage.of(stations.values()).getBytes(StandardCharsets.UTF_8);
        } else {
          body = bytes(route(exchange, path));
        }
      } catch (ControlRefusal refusal) {
        status = refusal.status();
        body = bytes(json.createObjectNode().put("error", refusal.sentence()));
      }
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private byte[] bytes(JsonNode node) throws IOException {
    return json.writeValueAsBytes(node);
  }

  private JsonNode route(HttpExchange exchange, List<String> path) throws ControlRefusal {
    if (!path.get(0).equals("devices") || path.size() == 3 || path.size() > 4) {
      throw noSuchPath(exchange);
    }
    if (path.size() == 1) {
      expect(exchange, "GET");
      return list(stations.values());
    }
    Station station = stations.get(path.get(1));
    if (station == null) {
      throw new ControlRefusal(
          404,
          "there is no device \"%s\"; known are %s."
              .formatted(path.get(1), String.join(", ", stations.keySet())));
    }
    if (path.size() == 2) {
      expect(exchange, "GET");
    } else if (path.get(2).equals("conditions")) {
      boolean on = expect(exchange, "PUT", "DELETE").equals("PUT");
      condition(station, path.get(3), on);
    } else if (path.get(2).equals("network")) {
      expect(exchange, "PUT");
      network(station, path.get(3), exchange.getRequestURI().getQuery());
    } else {
      throw noSuchPath(exchange);
    }
    return describe(station);
  }

  private static void condition(Station station, String name, boolean on) throws ControlRefusal {
    try {
      station.device().set(station.device().condition(name), on);
    } catch (UnknownConditionException unknown) {
      throw new ControlRefusal(400, String.valueOf(unknown.getMessage()));
    }
  }

  private static void network(Station station, String mode, @Nullable String query)
      throws ControlRefusal {
    try {
      NetworkFault fault = NetworkFault.of(mode, amount(query));
      Station.apply(station.networked(outlet(query), fault), fault);
    } catch (IllegalArgumentException unknown) {
      throw new ControlRefusal(400, String.valueOf(unknown.getMessage()));
    } catch (IOException taken) {
      throw new ControlRefusal(503, String.valueOf(taken.getMessage()));
    }
  }

  private static @Nullable Integer amount(@Nullable String query) throws ControlRefusal {
    String amount = parameters(query).get("amount");
    if (amount != null && !amount.matches("\\d{1,9}")) {
      throw new ControlRefusal(400, "amount is a whole number, not \"%s\".".formatted(amount));
    }
    return amount == null ? null : Integer.valueOf(amount);
  }

  private static @Nullable String outlet(@Nullable String query) throws ControlRefusal {
    return parameters(query).get("outlet");
  }

  private static Map<String, String> parameters(@Nullable String query) throws ControlRefusal {
    var parameters = new LinkedHashMap<String, String>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String each : query.split("&", -1)) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      if (!name.equals("amount") && !name.equals("outlet")) {
        throw new ControlRefusal(
            400, "the parameters are amount, a whole number, and outlet, a driver or an endpoint.");
      }
      parameters.put(name, each.substring(equals + 1));
    }
    return parameters;
  }

  private ArrayNode list(Collection<Station> all) {
    ArrayNode list = json.createArrayNode();
    all.forEach(station -> list.add(describe(station)));
    return list;
  }

  private ObjectNode describe(Station station) {
    ObjectNode node = json.createObjectNode();
    node.put("id", station.device().id());
    node.put("kind", station.device().kind());
    node.put("driver", station.driver());
    node.put("endpoint", station.endpoint());
    ArrayNode conditions = node.putArray("conditions");
    station.device().conditions().forEach(each -> conditions.add(each.name()));
    node.put("network", wireName(station.network()));
    node.put("words", station.words());
    ArrayNode possible = node.putArray("possible");
    station.device().possible().stream().map(DeviceCondition::name).forEach(possible::add);
    ArrayNode outlets = node.putArray("outlets");
    station.outlets().forEach(each -> describe(each, outlets.addObject()));
    return node;
  }

  private static void describe(Outlet outlet, ObjectNode node) {
    NetworkFault fault = outlet.network();
    node.put("driver", outlet.driver());
    node.put("endpoint", outlet.endpoint());
    node.put("network", wireName(fault));
    if (fault != null && fault.mode().takesAmount()) {
      node.put("amount", fault.amount());
    }
    ArrayNode faults = node.putArray("faults");
    outlet.faults().stream().map(NetworkFault.Mode::wireName).forEach(faults::add);
  }

  private static @Nullable String wireName(@Nullable NetworkFault fault) {
    return fault == null ? null : fault.mode().wireName();
  }

  /** A page elsewhere may point its own name here; it must not get in by that. */
  private static void checkHost(@Nullable String host) throws ControlRefusal {
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    if (!OWN_NAMES.contains(name)) {
      throw new ControlRefusal(
          403, "this is reached as 127.0.0.1, localhost or [::1] only, not by another name.");
    }
  }

  private static String expect(HttpExchange exchange, String... methods) throws ControlRefusal {
    String method = exchange.getRequestMethod();
    if (!List.of(methods).contains(method)) {
      exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
      throw new ControlRefusal(
          405,
          "%s is for %s, not %s."
              .formatted(
                  exchange.getRequestURI().getPath(), String.join(" and ", methods), method));
    }
    return method;
  }

  private static ControlRefusal noSuchPath(HttpExchange exchange) {
    return new ControlRefusal(
        404,
        "there is nothing at %s; GET / says what there is.".formatted(exchange.getRequestURI()));
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

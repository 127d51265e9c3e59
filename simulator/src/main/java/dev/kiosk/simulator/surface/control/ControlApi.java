package dev.kiosk.simulator.surface.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.kiosk.simulator.device.UnknownConditionException;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.Station;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out what is asked of {@code /devices}. */
final class ControlApi {

  private final Map<String, Station> stations;
  private final StationJson json;

  ControlApi(Map<String, Station> stations, StationJson json) {
    this.stations = stations;
    this.json = json;
  }

  /**
   * Does it and answers.
   *
   * @param path its parts; the first is {@code devices}
   */
  JsonNode route(HttpExchange exchange, List<String> path) throws ControlRefusal {
    if (path.size() == 3 || path.size() > 4) {
      throw ControlRefusal.noSuchPath(exchange);
    }
    if (path.size() == 1) {
      expect(exchange, "GET");
      return json.list(stations.values());
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
      throw ControlRefusal.noSuchPath(exchange);
    }
    return json.describe(station);
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
    Map<String, String> parameters = parameters(query);
    try {
      NetworkFault fault = NetworkFault.of(mode, amount(parameters.get("amount")));
      Station.apply(station.networked(parameters.get("outlet"), fault), fault);
    } catch (IllegalArgumentException unknown) {
      throw new ControlRefusal(400, String.valueOf(unknown.getMessage()));
    } catch (IOException taken) {
      throw new ControlRefusal(503, String.valueOf(taken.getMessage()));
    }
  }

  private static @Nullable Integer amount(@Nullable String written) throws ControlRefusal {
    if (written != null && !written.matches("\\d{1,9}")) {
      throw new ControlRefusal(400, "amount is a whole number, not \"%s\".".formatted(written));
    }
    return written == null ? null : Integer.valueOf(written);
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

  /** The method of a request, if it is one of those. */
  static String expect(HttpExchange exchange, String... methods) throws ControlRefusal {
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
}

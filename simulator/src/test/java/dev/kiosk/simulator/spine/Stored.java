package dev.kiosk.simulator.spine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What a hub has stored, read through its public API. */
final class Stored {

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String hub;

  /** Of the hub at {@code http://127.0.0.1:PORT}. */
  Stored(String hub) {
    this.hub = hub;
  }

  /** All events of a lane, with identity, oldest first. */
  List<JsonNode> events(String lane) throws IOException, InterruptedException {
    var events = new ArrayList<JsonNode>();
    String body = get(hub + "/api/events?tenant=acme&host=IT-K1&from=0&lane=" + lane);
    for (String line : body.lines().toList()) {
      events.add(json.readTree(line));
    }
    return events;
  }

  /** Stamps of the CPU readings, in the order of their positions. */
  List<Long> cpuStamps() throws IOException, InterruptedException {
    return events("readings").stream()
        .map(stored -> stored.path("event"))
        .filter(event -> event.path("type").asText().equals("cpu"))
        .map(event -> event.path("ts").asLong())
        .toList();
  }

  /** The error events of one condition, as true (began) and false (ended). */
  List<Boolean> active(String code) throws IOException, InterruptedException {
    return events("alerts").stream()
        .map(stored -> stored.path("event"))
        .filter(event -> event.path("code").asText().equals(code))
        .map(event -> event.path("active").asBoolean())
        .toList();
  }

  /** The page at an address. */
  String get(String address) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(address + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }
}

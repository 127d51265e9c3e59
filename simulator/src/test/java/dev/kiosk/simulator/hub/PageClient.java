package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The operator page without a browser: asks for news, and keeps what it was told. */
final class PageClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_FRAMES = 60;

  private final Client client;
  private final Map<String, JsonNode> rows = new TreeMap<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final List<JsonNode> recent = new ArrayList<>();
  private @Nullable JsonNode kiosk;
  private @Nullable JsonNode last;
  private boolean complete;
  private int limits;

  private PageClient(Client client) {
    this.client = client;
  }

  /** Opens the page of a hub without tokens. */
  static PageClient open(HubServer hub, String tenant) throws Exception {
    return open(hub.agentUri(), tenant, null);
  }

  static PageClient open(URI agentUri, String tenant, @Nullable String token) throws Exception {
    return new PageClient(
        Client.connect(agentUri.resolve("page?tenant=" + tenant), null, token, true));
  }

  PageClient watch(String host) throws Exception {
    client.send(JSON.createObjectNode().put("kind", "watch").put("host", host).toString());
    return this;
  }

  void send(String frame) throws Exception {
    client.send(frame);
  }

  /** Takes the next frame, and asks for another. */
  JsonNode next() throws Exception {
    JsonNode frame = JSON.readTree(client.next());
    if (!frame.path("kind").asText().equals("news")) {
      return frame; // an answer to a command
    }
    last = frame;
    frame.path("hosts").forEach(host -> rows.put(host.path("host").asText(), host));
    frame.path("events").forEach(events::add);
    frame.path("recent").forEach(recent::add);
    complete = complete || frame.path("complete").asBoolean();
    kiosk = frame.has("kiosk") ? frame.path("kiosk") : kiosk;
    limits += frame.path("limits").asBoolean() ? 1 : 0;
    client.send("{\"kind\":\"more\"}");
    return frame;
  }

  /** Reads on until it is so; a frame comes at least each second. */
  PageClient until(BooleanSupplier so) throws Exception {
    for (int frames = 0; !so.getAsBoolean(); frames++) {
      assertThat(frames).as("frames without it; kiosks %s, %s", rows, last).isLessThan(MOST_FRAMES);
      next();
    }
    return this;
  }

  /** Reads on until all kiosks are told. */
  PageClient untilComplete() throws Exception {
    return until(() -> complete);
  }

  /** The state of a kiosk in the list; empty when it is not there. */
  String state(String host) {
    return row(host).path("state").asText();
  }

  /** What the list tells of a kiosk. */
  JsonNode row(String host) {
    return rows.getOrDefault(host, MissingNode.getInstance());
  }

  Map<String, JsonNode> rows() {
    return rows;
  }

  List<JsonNode> events() {
    return events;
  }

  List<JsonNode> recent() {
    return recent;
  }

  JsonNode kiosk() {
    return kiosk == null ? JSON.createObjectNode() : kiosk;
  }

  /** Since when other hubs are not seen, as the last frame says; 0 when they are. */
  long unseen() {
    return last == null ? 0 : last.path("unseen").asLong();
  }

  /** How often it was told that the limits of the kiosk may be others now. */
  int limits() {
    return limits;
  }

  /** The page is closed by whoever looked at it. */
  void leave() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
  }
}

package dev.kiosk.simulator.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** A kiosk as the tests of the page play it: says what it is told to, and answers when told to. */
final class PageKiosk implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Client client;
  private final String tenant;
  private final String host;
  private long alerts;
  private long readings;

  private PageKiosk(Client client, String tenant, String host) {
    this.client = client;
    this.tenant = tenant;
    this.host = host;
  }

  /** Connects and is welcome, without a token. */
  static PageKiosk connect(HubServer hub, String tenant, String host) throws Exception {
    return greet(Client.agent(hub), tenant, host);
  }

  /** Connects with a token. */
  static PageKiosk connect(HubServer hub, String tenant, String host, String token)
      throws Exception {
    return greet(Client.connect(hub.agentUri(), HubServer.SUBPROTOCOL, token, true), tenant, host);
  }

  private static PageKiosk greet(Client client, String tenant, String host) throws Exception {
    PageKiosk kiosk = new PageKiosk(client, tenant, host);
    ObjectNode hello = JSON.createObjectNode().put("kind", "hello");
    hello.put("tenantId", tenant).put("host", host).put("agent", "1.0.0");
    hello.put("spool", UUID.nameUUIDFromBytes(host.getBytes(UTF_8)).toString());
    hello.put("ts", System.currentTimeMillis()).putObject("lanes");
    client.send(hello.toString());
    JsonNode lanes = JSON.readTree(client.next()).path("lanes");
    kiosk.alerts = lanes.path("alerts").path("next").asLong();
    kiosk.readings = lanes.path("readings").path("next").asLong();
    return kiosk;
  }

  private ObjectNode event(String type) {
    ObjectNode event = JSON.createObjectNode().put("type", type);
    return event.put("ts", System.currentTimeMillis()).put("tenantId", tenant).put("host", host);
  }

  private void batch(String lane, long first, ObjectNode... events) throws Exception {
    ObjectNode batch = JSON.createObjectNode().put("kind", "batch").put("lane", lane);
    batch.put("first", first);
    for (ObjectNode event : events) {
      batch.withArray("events").add(event);
    }
    client.send(batch.toString());
  }

  /** Tells the present state of a printer, as after a welcome. */
  PageKiosk printer(String device, String state, String... conditions) throws Exception {
    ObjectNode event = event("device").put("device", device).put("deviceKind", "printer");
    event.put("state", state).put("cuss", "OK").put("model", "EPSON TM-T88V").put("live", true);
    event.putArray("conditions");
    for (String condition : conditions) {
      event.withArray("conditions").add(condition);
    }
    client.send(event.toString());
    return this;
  }

  /** Tells that a condition of a device begins or ends; the agent's own where device is empty. */
  PageKiosk alert(String code, String device, boolean active, String message) throws Exception {
    ObjectNode event = event("error").put("code", code).put("message", message);
    if (!device.isEmpty()) {
      event.put("device", device);
    }
    event.put("severity", device.isEmpty() ? "warning" : "error").put("active", active);
    batch("alerts", alerts++, event);
    return this;
  }

  /** Tells readings of the CPU, all in one batch. */
  PageKiosk cpu(double... percentages) throws Exception {
    ObjectNode[] events = new ObjectNode[percentages.length];
    for (int i = 0; i < events.length; i++) {
      events[i] = event("cpu").put("pct", percentages[i]);
    }
    batch("readings", readings, events);
    readings += events.length;
    return this;
  }

  /** The next command, waited for. */
  JsonNode command() throws Exception {
    while (true) {
      JsonNode frame = JSON.readTree(client.next());
      if (frame.path("kind").asText().endsWith("-threshold")) {
        return frame;
      }
    }
  }

  /** Says that a command was carried out. */
  void ack(JsonNode command, double previous) throws Exception {
    ObjectNode reply = JSON.createObjectNode().put("kind", "ack");
    client.send(reply.put("cid", cid(command)).put("previous", previous).toString());
  }

  /** Says that a command was not carried out. */
  void nack(JsonNode command, String reason) throws Exception {
    ObjectNode reply = JSON.createObjectNode().put("kind", "nack");
    client.send(reply.put("cid", cid(command)).put("reason", reason).toString());
  }

  private static String cid(JsonNode command) {
    return command.path("cid").asText();
  }

  @Override
  public void close() {
    client.close();
  }
}

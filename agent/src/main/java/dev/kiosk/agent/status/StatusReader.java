package dev.kiosk.agent.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.json.JsonTree;
import dev.kiosk.agent.status.StatusSnapshot.Agent;
import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Certificate;
import dev.kiosk.agent.status.StatusSnapshot.Kiosk;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.status.StatusSnapshot.Use;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StatusJson} wrote, also when a neighbouring version did: what it does not know
 * it passes over, what is missing reads as empty or unknown.
 */
public final class StatusReader {

  private StatusReader() {}

  /**
   * Reads the JSON of {@code /status}.
   *
   * @throws IOException when it is not the status of an agent
   */
  public static StatusSnapshot read(byte[] utf8) throws IOException {
    JsonNode root;
    try (JsonParser parser = new JsonFactory().createParser(utf8)) {
      root = JsonTree.only(parser);
    }
    if (!root.path("agent").isObject() || !root.path("server").isObject()) {
      throw new IOException("this is not the status of a kiosk agent");
    }
    JsonNode agent = root.path("agent");
    JsonNode kiosk = root.path("kiosk");
    return new StatusSnapshot(
        root.path("takenAtMs").asLong(),
        new Agent(
            agent.path("version").asText(),
            agent.path("uptimeMs").asLong(),
            agent.path("startedAtMs").asLong(),
            agent.path("configFile").asText(),
            new Use(number(agent.path("residentBytes")), real(agent.path("cpuPercent")))),
        new Kiosk(kiosk.path("tenantId").asText(), kiosk.path("host").asText()),
        server(root.path("server")),
        list(root.path("devices"), StatusReader::device),
        buffer(root.path("buffer")),
        present(list(root.path("thresholds"), StatusReader::threshold)),
        present(list(root.path("readings"), StatusReader::reading)),
        list(
            root.path("connections"),
            each ->
                new StatusSnapshot.Connections(
                    each.path("endpoint").asText(),
                    each.path("count").asLong(),
                    each.path("longestMs").asLong(),
                    each.path("allMs").asLong())),
        service(root.path("service")),
        list(root.path("changes"), StatusReader::change),
        present(list(root.path("lastHour"), StatusReader::trend)),
        counters(root.path("counters")));
  }

  private static @Nullable Service service(JsonNode service) {
    return service.isObject()
        ? new Service(
            service.path("by").asText(),
            service.path("sinceMs").asLong(),
            service.path("leftMs").asLong())
        : null;
  }

  private static Change change(JsonNode change) {
    return new Change(
        change.path("atMs").asLong(),
        Health.ofWireName(change.path("health").asText()),
        change.path("what").asText());
  }

  private static Optional<Trend> trend(JsonNode trend) {
    List<@Nullable Double> means = list(trend.path("means"), StatusReader::real);
    List<@Nullable Double> peaks = list(trend.path("peaks"), StatusReader::real);
    return Metric.ofWireName(trend.path("metric").asText())
        .filter(metric -> means.size() == peaks.size())
        .map(
            metric ->
                new Trend(
                    metric,
                    trend.path("stepMs").asLong(),
                    trend.path("endMs").asLong(),
                    means,
                    peaks));
  }

  private static Server server(JsonNode server) {
    return new Server(
        server.path("url").asText(),
        ServerState.ofWireName(server.path("state").asText()),
        server.path("sinceMs").asLong(),
        text(server.path("contract")),
        server.path("attempts").asLong(),
        text(server.path("lastError")),
        number(server.path("nextTryInMs")),
        number(server.path("everythingUpToMs")),
        certificate(server.path("certificate")),
        text(server.path("certificateTrouble")),
        list(server.path("notes"), JsonNode::asText));
  }

  private static @Nullable Certificate certificate(JsonNode certificate) {
    return certificate.isObject()
        ? new Certificate(
            certificate.path("file").asText(),
            certificate.path("subject").asText(),
            certificate.path("notAfterMs").asLong(),
            number(certificate.path("expiringSinceMs")))
        : null;
  }

  private static DeviceStatus device(JsonNode device) {
    return new DeviceStatus(
        device.path("id").asText(),
        device.path("kind").asText(),
        text(device.path("service")),
        DeviceStatus.State.ofWireName(device.path("state").asText()),
        list(device.path("conditions"), StatusReader::condition),
        list(
            device.path("alsoSeen"),
            also ->
                new DeviceStatus.AlsoSeen(
                    also.path("code").asText(), also.path("because").asText())),
        text(device.path("source")),
        number(device.path("ageMs")),
        number(device.path("sinceMs")),
        text(device.path("model")),
        text(device.path("serial")));
  }

  private static RaisedCondition condition(JsonNode condition) {
    return new RaisedCondition(
        condition.path("code").asText(),
        severity(condition.path("severity").asText()),
        condition.path("sinceMs").asLong(),
        text(condition.path("subject")),
        text(condition.path("raw")),
        condition.path("flapping").asBoolean(),
        condition.path("wrong").asText(),
        condition.path("next").asText(),
        condition.path("clearsByItself").asBoolean(),
        condition.path("cuss").asText());
  }

  /** A severity that is not known is taken for an error: better one look too many. */
  private static Severity severity(String name) {
    for (Severity severity : Severity.values()) {
      if (severity.wireName().equals(name)) {
        return severity;
      }
    }
    return Severity.ERROR;
  }

  private static Buffer buffer(JsonNode buffer) {
    return new Buffer(
        list(
            buffer.path("lanes"),
            lane ->
                new Lane(
                    lane.path("name").asText(),
                    lane.path("held").asLong(),
                    lane.path("bytes").asLong(),
                    number(lane.path("oldestMs")))),
        buffer.path("bytes").asLong(),
        buffer.path("maxBytes").asLong(),
        buffer.path("pressure").asInt(),
        number(buffer.path("canStayOfflineMs")),
        list(
            buffer.path("losses"),
            loss ->
                new Loss(
                    loss.path("lane").asText(),
                    loss.path("reason").asText(),
                    loss.path("count").asLong(),
                    number(loss.path("atMs")))),
        text(buffer.path("refusing")),
        number(buffer.path("bytesWrittenToday")));
  }

  private static Optional<Threshold> threshold(JsonNode threshold) {
    return Metric.ofWireName(threshold.path("metric").asText())
        .map(
            metric ->
                new Threshold(
                    metric,
                    threshold.path("limit").asDouble(),
                    threshold.path("clear").asDouble(),
                    threshold.path("forMs").asLong(),
                    text(threshold.path("cid")),
                    number(threshold.path("setAtMs")),
                    threshold.path("exceeded").asBoolean(),
                    number(threshold.path("exceededSinceMs"))));
  }

  private static Optional<Reading> reading(JsonNode reading) {
    JsonNode value = reading.path("value");
    return Metric.ofWireName(reading.path("metric").asText())
        .filter(metric -> value.isNumber() && Double.isFinite(value.doubleValue()))
        .map(metric -> new Reading(metric, value.doubleValue(), reading.path("atMs").asLong()));
  }

  private static Map<Counter, Long> counters(JsonNode counters) {
    Map<Counter, Long> values = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      JsonNode value = counters.path(StatusJson.counterName(counter));
      if (value.isIntegralNumber()) {
        values.put(counter, value.longValue());
      }
    }
    return values;
  }

  private static <T extends @Nullable Object> List<T> list(
      JsonNode array, Function<JsonNode, T> element) {
    var list = new ArrayList<T>();
    array.forEach(node -> list.add(element.apply(node)));
    return list;
  }

  private static <T> List<T> present(List<Optional<T>> list) {
    return list.stream().flatMap(Optional::stream).toList();
  }

  private static @Nullable String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : null;
  }

  private static @Nullable Long number(JsonNode value) {
    return value.isIntegralNumber() ? Long.valueOf(value.longValue()) : null;
  }

  private static @Nullable Double real(JsonNode value) {
    return value.isNumber() ? Double.valueOf(value.doubleValue()) : null;
  }
}

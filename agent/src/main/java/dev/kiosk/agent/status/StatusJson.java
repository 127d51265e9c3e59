package dev.kiosk.agent.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Certificate;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot as the JSON of {@code /status}. Its names are promises; {@code
 * status.schema.json}, which ships with the agent, describes them. Every field is always there,
 * null when it is not known. {@link StatusReader} reads it back.
 */
public final class StatusJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private StatusJson() {}

  /** The snapshot and its assessment as UTF-8 JSON, indented for people. */
  public static byte[] write(StatusSnapshot snapshot) {
    var bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("takenAtMs", snapshot.takenMillis());
      assessment(json, Assessment.of(snapshot));
      agent(json, snapshot);
      server(json, snapshot.server());
      json.writeArrayFieldStart("devices");
      for (DeviceStatus device : snapshot.devices()) {
        device(json, device);
      }
      json.writeEndArray();
      buffer(json, snapshot.buffer());
      json.writeArrayFieldStart("thresholds");
      for (Threshold threshold : snapshot.thresholds()) {
        threshold(json, threshold);
      }
      json.writeEndArray();
      readings(json, snapshot.readings());
      json.writeArrayFieldStart("connections");
      for (StatusSnapshot.Connections each : snapshot.connections()) {
        json.writeStartObject();
        json.writeStringField("endpoint", each.endpoint());
        json.writeNumberField("count", each.count());
        json.writeNumberField("longestMs", each.longestMillis());
        json.writeNumberField("allMs", each.allMillis());
        json.writeEndObject();
      }
      json.writeEndArray();
      service(json, snapshot.service());
      changes(json, snapshot.changes());
      lastHour(json, snapshot.lastHour());
      json.writeObjectFieldStart("counters");
      for (Map.Entry<Counter, Long> counter : snapshot.counters().entrySet()) {
        json.writeNumberField(counterName(counter.getKey()), counter.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return bytes.toByteArray();
  }

  /** A counter's name in JSON: {@code readingsTaken}. */
  static String counterName(Counter counter) {
    var name = new StringBuilder();
    for (String word : counter.name().toLowerCase(Locale.ROOT).split("_")) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  private static void assessment(JsonGenerator json, Assessment assessment) throws IOException {
    json.writeStringField("health", assessment.health().wireName());
    json.writeStringField("headline", assessment.headline());
    json.writeArrayFieldStart("problems");
    for (Assessment.Trouble problem : assessment.problems()) {
      json.writeStartObject();
      json.writeStringField("health", problem.health().wireName());
      json.writeStringField("what", problem.what());
      number(json, "sinceMs", problem.sinceMillis());
      json.writeStringField("next", problem.next());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void agent(JsonGenerator json, StatusSnapshot snapshot) throws IOException {
    json.writeObjectFieldStart("agent");
    json.writeStringField("version", snapshot.agent().version());
    json.writeNumberField("uptimeMs", snapshot.agent().uptimeMillis());
    json.writeNumberField("startedAtMs", snapshot.agent().startedMillis());
    json.writeStringField("configFile", snapshot.agent().configFile());
    number(json, "residentBytes", snapshot.agent().use().residentBytes());
    real(json, "cpuPercent", snapshot.agent().use().cpuPercent());
    json.writeEndObject();
    json.writeObjectFieldStart("kiosk");
    json.writeStringField("tenantId", snapshot.kiosk().tenantId());
    json.writeStringField("host", snapshot.kiosk().host());
    json.writeEndObject();
  }

  private static void server(JsonGenerator json, Server server) throws IOException {
    json.writeObjectFieldStart("server");
    json.writeStringField("url", server.url());
    json.writeStringField("state", server.state().wireName());
    json.writeNumberField("sinceMs", server.sinceMillis());
    json.writeStringField("contract", server.contract());
    json.writeNumberField("attempts", server.attempts());
    json.writeStringField("lastError", server.lastError());
    number(json, "nextTryInMs", server.nextTryInMillis());
    number(json, "everythingUpToMs", server.everythingUpToMillis());
    certificate(json, server.certificate());
    json.writeStringField("certificateTrouble", server.certificateTrouble());
    json.writeArrayFieldStart("notes");
    for (String note : server.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void certificate(JsonGenerator json, @Nullable Certificate certificate)
      throws IOException {
    if (certificate == null) {
      json.writeNullField("certificate");
      return;
    }
    json.writeObjectFieldStart("certificate");
    json.writeStringField("file", certificate.file());
    json.writeStringField("subject", certificate.subject());
    json.writeNumberField("notAfterMs", certificate.notAfterMillis());
    number(json, "expiringSinceMs", certificate.expiringSinceMillis());
    json.writeEndObject();
  }

  private static void device(JsonGenerator json, DeviceStatus device) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", device.id());
    json.writeStringField("kind", device.kind());
    json.writeStringField("service", device.service());
    json.writeStringField("state", device.state().wireName());
    json.writeStringField("sentence", device.sentence());
    json.writeStringField("advice", device.advice());
    json.writeStringField("cuss", device.cuss());
    number(json, "sinceMs", device.sinceMillis());
    number(json, "ageMs", device.ageMillis());
    json.writeStringField("source", device.source());
    json.writeStringField("model", device.model());
    json.writeStringField("serial", device.serial());
    json.writeArrayFieldStart("conditions");
    for (RaisedCondition condition : device.conditions()) {
      condition(json, condition);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("alsoSeen");
    for (DeviceStatus.AlsoSeen also : device.alsoSeen()) {
      json.writeStartObject();
      json.writeStringField("code", also.code());
      json.writeStringField("because", also.because());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void condition(JsonGenerator json, RaisedCondition condition) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", condition.code());
    json.writeStringField("severity", condition.severity().wireName());
    json.writeNumberField("sinceMs", condition.sinceMillis());
    json.writeStringField("subject", condition.subject());
    json.writeStringField("raw", condition.raw());
    json.writeBooleanField("flapping", condition.flapping());
    json.writeStringField("wrong", condition.wrong());
    json.writeStringField("next", condition.next());
    json.writeBooleanField("clearsByItself", condition.clearsByItself());
    json.writeStringField("cuss", condition.cuss());
    json.writeEndObject();
  }

  private static void buffer(JsonGenerator json, Buffer buffer) throws IOException {
    json.writeObjectFieldStart("buffer");
    json.writeArrayFieldStart("lanes");
    for (Lane lane : buffer.lanes()) {
      json.writeStartObject();
      json.writeStringField("name", lane.name());
      json.writeNumberField("held", lane.held());
      json.writeNumberField("bytes", lane.bytes());
      number(json, "oldestMs", lane.oldestMillis());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("bytes", buffer.bytes());
    json.writeNumberField("maxBytes", buffer.maxBytes());
    json.writeNumberField("levelPercent", tenths(buffer.levelPercent()));
    json.writeNumberField("pressure", buffer.pressure());
    number(json, "canStayOfflineMs", buffer.canStayOfflineMillis());
    json.writeArrayFieldStart("losses");
    for (Loss loss : buffer.losses()) {
      json.writeStartObject();
      json.writeStringField("lane", loss.lane());
      json.writeStringField("reason", loss.reason());
      json.writeNumberField("count", loss.count());
      number(json, "atMs", loss.atMillis());
      json.writeStringField("words", LossWords.of(loss));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("refusing", buffer.refusing());
    number(json, "bytesWrittenToday", buffer.bytesWrittenToday());
    json.writeEndObject();
  }

  private static void threshold(JsonGenerator json, Threshold threshold) throws IOException {
    json.writeStartObject();
    json.writeStringField("metric", threshold.metric().wireName());
    json.writeStringField("unit", threshold.metric().unit().wireName());
    json.writeNumberField("limit", threshold.limit());
    json.writeNumberField("clear", threshold.clear());
    json.writeNumberField("forMs", threshold.forMillis());
    json.writeStringField("source", threshold.cid() == null ? "configuration" : "command");
    json.writeStringField("cid", threshold.cid());
    number(json, "setAtMs", threshold.setMillis());
    json.writeBooleanField("exceeded", threshold.exceeded());
    number(json, "exceededSinceMs", threshold.exceededSinceMillis());
    json.writeEndObject();
  }

  private static void readings(JsonGenerator json, List<Reading> readings) throws IOException {
    json.writeArrayFieldStart("readings");
    for (Reading reading : readings) {
      json.writeStartObject();
      json.writeStringField("metric", reading.metric().wireName());
      json.writeNumberField("value", reading.value());
      json.writeStringField("unit", reading.metric().unit().wireName());
      json.writeNumberField("atMs", reading.wallMillis());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void service(JsonGenerator json, @Nullable Service service) throws IOException {
    if (service == null) {
      json.writeNullField("service");
      return;
    }
    json.writeObjectFieldStart("service");
    json.writeStringField("by", service.by());
    json.writeNumberField("sinceMs", service.sinceMillis());
    json.writeNumberField("leftMs", service.leftMillis());
    json.writeEndObject();
  }

  private static void changes(JsonGenerator json, List<Change> changes) throws IOException {
    json.writeArrayFieldStart("changes");
    for (Change change : changes) {
      json.writeStartObject();
      json.writeNumberField("atMs", change.atMillis());
      json.writeStringField("health", change.health().wireName());
      json.writeStringField("what", change.what());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void lastHour(JsonGenerator json, List<Trend> trends) throws IOException {
    json.writeArrayFieldStart("lastHour");
    for (Trend trend : trends) {
      json.writeStartObject();
      json.writeStringField("metric", trend.metric().wireName());
      json.writeStringField("unit", trend.metric().unit().wireName());
      json.writeNumberField("stepMs", trend.stepMillis());
      json.writeNumberField("endMs", trend.endMillis());
      reals(json, "means", trend.means());
      reals(json, "peaks", trend.peaks());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void reals(JsonGenerator json, String name, List<@Nullable Double> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Double value : values) {
      if (value == null) {
        json.writeNull();
      } else {
        json.writeNumber(tenths(value));
      }
    }
    json.writeEndArray();
  }

  private static void real(JsonGenerator json, String name, @Nullable Double value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, Math.round(value * 100) / 100.0);
    }
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }
}

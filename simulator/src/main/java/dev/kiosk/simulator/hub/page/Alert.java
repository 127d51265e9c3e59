package dev.kiosk.simulator.hub.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code error} event says.
 *
 * @param code the condition
 * @param device which device; empty when the agent speaks of itself
 * @param subject which part; empty when it names none
 * @param message one sentence for people, cut where it is too long
 * @param severity info, warning, error or critical
 * @param active whether it begins or ends; null for a moment
 * @param service whether the kiosk is being serviced
 * @param ts milliseconds since the Unix epoch
 */
record Alert(
    String code,
    String device,
    String subject,
    String message,
    String severity,
    @Nullable Boolean active,
    boolean service,
    long ts) {

  private static final int MAX_MESSAGE_CHARS = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads an event; null when it is no {@code error}. */
  static @Nullable Alert of(String event) {
    if (!event.contains("\"error\"")) {
      return null; // most are readings, and need not be read
    }
    JsonNode fields = read(event);
    if (!fields.path("type").asText().equals("error")) {
      return null;
    }
    JsonNode active = fields.path("active");
    return new Alert(
        fields.path("code").asText(),
        fields.path("device").asText(),
        fields.path("subject").asText(),
        cut(fields.path("message").asText()),
        fields.path("severity").asText(),
        active.isBoolean() ? active.booleanValue() : null,
        fields.path("service").asBoolean(),
        fields.path("ts").asLong());
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS);
  }

  /** Writes it as an object. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", code);
    json.writeStringField("device", device);
    json.writeStringField("message", message);
    json.writeStringField("severity", severity);
    json.writeBooleanField("service", service);
    json.writeNumberField("ts", ts);
    json.writeEndObject();
  }

  /** Reads an object that the hub has decoded before. */
  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the hub took this for JSON before", impossible);
    }
  }
}

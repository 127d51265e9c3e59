package dev.kiosk.simulator.hub.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The lines of a {@link CommandBook} as JSON; fields of a later version are passed over. */
final class Json {

  static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  static String line(Object entry) {
    try {
      return MAPPER.writeValueAsString(entry);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a line of the audit list is no JSON", impossible);
    }
  }
}

package dev.kiosk.simulator.hub.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a hub answers to a {@link FleetQuestion}.
 *
 * @param next to be asked with the next time
 * @param more whether there is more to be told at once
 * @param changed kiosks that changed, without their heartbeats
 * @param looked kiosks that were asked for in any case
 * @param recent alerts, the oldest first
 */
record FleetAnswer(
    long next, boolean more, List<Told> changed, List<Told> looked, List<String> recent) {

  private static final ObjectMapper JSON = // a hub may be a version ahead
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** A kiosk and what holds there. */
  record Told(String host, Fleet.Kiosk kiosk, List<Alert> raised) {}

  /** Reads one; throws {@link UncheckedIOException} when it is none. */
  static FleetAnswer of(String json) {
    try {
      return JSON.readValue(json, FleetAnswer.class);
    } catch (JsonProcessingException nonsense) {
      throw new UncheckedIOException(nonsense);
    }
  }

  /** How long something is as a part of an answer, in bytes, with the comma behind it. */
  static int bytes(Object part) {
    try {
      return JSON.writeValueAsBytes(part).length + 1;
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}

package dev.kiosk.simulator.hub.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a hub with an open page asks another one.
 *
 * @param tenant whose kiosks
 * @param after tell what changed after this, the {@code next} of the last answer; 0 for all
 * @param look tell these in any case, with all that is known
 * @param recent whether the last alerts are wanted too
 */
record FleetQuestion(String tenant, long after, List<String> look, boolean recent) {

  private static final ObjectMapper JSON = // a hub may be a version ahead
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Reads one; throws {@link UncheckedIOException} when it is none. */
  static FleetQuestion of(String json) {
    try {
      return JSON.readValue(json, FleetQuestion.class);
    } catch (JsonProcessingException nonsense) {
      throw new UncheckedIOException(nonsense);
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

package dev.kiosk.simulator.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kiosk.agent.spool.Lane;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One event as a server says that it stored it: a line of {@code /api/events}.
 *
 * @param raw of an alert, what the device said
 * @param pct of a reading
 * @param gap of a gap, which positions it names and why
 */
record StoredLine(
    String host,
    String spool,
    Lane lane,
    long position,
    String type,
    @Nullable String code,
    @Nullable String raw,
    double pct,
    @Nullable Gap gap) {

  /** What a gap says. */
  record Gap(Lane lane, long first, long count, String reason) {}

  private static final JsonFactory JSON = new JsonFactory();

  /** The fields of both levels; those of the event come last and have other names. */
  private static final class Fields {
    private String host = "";
    private String spool = "";
    private String lane = "";
    private long position;
    private String type = "";
    private @Nullable String code;
    private @Nullable String raw;
    private double pct = -1;
    private String gapLane = "";
    private long first;
    private long count;
    private String reason = "";
  }

  /**
   * Reads a line.
   *
   * @throws IOException when it is not what was expected
   */
  static StoredLine parse(String line) throws IOException {
    var fields = new Fields();
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object: " + line);
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_OBJECT && name.equals("event")) {
          event(json, fields);
        } else {
          outer(name, json, fields);
        }
      }
    }
    Gap gap =
        fields.type.equals("gap")
            ? new Gap(lane(fields.gapLane), fields.first, fields.count, fields.reason)
            : null;
    return new StoredLine(
        fields.host,
        fields.spool,
        lane(fields.lane),
        fields.position,
        fields.type,
        fields.code,
        fields.raw,
        fields.pct,
        gap);
  }

  private static void outer(String name, JsonParser json, Fields into) throws IOException {
    switch (name) {
      case "host" -> into.host = json.getText();
      case "spool" -> into.spool = json.getText();
      case "lane" -> into.lane = json.getText();
      case "position" -> into.position = json.getLongValue();
      default -> json.skipChildren();
    }
  }

  private static void event(JsonParser json, Fields into) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "type" -> into.type = json.getText();
        case "code" -> into.code = json.getText();
        case "raw" -> into.raw = json.getText();
        case "pct" -> into.pct = json.getDoubleValue();
        case "lane" -> into.gapLane = json.getText();
        case "first" -> into.first = json.getLongValue();
        case "count" -> into.count = json.getLongValue();
        case "reason" -> into.reason = json.getText();
        default -> json.skipChildren();
      }
    }
  }

  private static Lane lane(String wireName) throws IOException {
    for (Lane lane : Lane.values()) {
      if (lane.wireName().equals(wireName)) {
        return lane;
      }
    }
    throw new IOException("no such lane: " + wireName);
  }

  /** Whether it is one of those that the spool itself adds, to tell of what is missing. */
  boolean isNotice() {
    return gap != null || "EVENTS_LOST".equals(code);
  }

  /** Whether its content is that of the fleet's event of this number. */
  boolean tells(long number) {
    return lane == Lane.ALERTS
        ? Kiosk.words(number).equals(raw)
        : Math.abs(pct - Kiosk.load(number)) < 1e-6;
  }
}

package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.kiosk.simulator.hub.command.Answer;
import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store.Gap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of agents and operators, each in one pass; written from the wire contract alone.
 * Fields that the contract does not name are passed over. Holds no state.
 */
final class FrameDecoder {

  /** The most characters of a frame; a connection that sends more is closed with 1009. */
  static final int MAX_FRAME_CHARS = 1 << 20;

  /** As deep as the contract goes, with room for what is not in it yet. */
  private static final int MAX_DEPTH = 32;

  private static final Set<String> LANES = Set.of(SpoolId.ALERTS, SpoolId.READINGS);

  /** Where the known types travel; a heartbeat travels in none. */
  private static final Map<String, String> LANE_OF_TYPE =
      Map.of(
          "error", SpoolId.ALERTS,
          "device", SpoolId.ALERTS,
          "gap", SpoolId.ALERTS,
          "cpu", SpoolId.READINGS,
          "metric", SpoolId.READINGS,
          "heartbeat", "");

  private static final Pattern SPOOL = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final Pattern REASON = Pattern.compile("[a-z]+(-[a-z]+)*: .");

  /** Of a spool that is 90 % full and more. */
  private static final int MAX_PRESSURE = 3;

  private static final Set<String> SEVERITIES = Set.of("info", "warning", "error", "critical");
  private static final Set<String> STATES =
      Set.of("ready", "warning", "error", "offline", "unknown");

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  /**
   * Decodes a frame of an agent.
   *
   * @throws ProtocolViolation when it is not what the contract says
   */
  AgentFrame agentFrame(String frame) throws ProtocolViolation {
    try (JsonParser parser = open(frame)) {
      Fields fields = new Fields();
      List<Event> events = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("events") && value == JsonToken.START_ARRAY) {
          events = events(parser, frame);
        } else {
          fields.take(name, parser);
        }
      }
      end(parser);
      return fields.has("kind") ? message(fields, events, frame) : single(fields, frame);
    } catch (IOException notJson) {
      throw notJson(notJson);
    }
  }

  /**
   * Decodes the frame of an operator as far as the hub must know it.
   *
   * @throws ProtocolViolation when it is not a JSON object
   */
  Fields operatorFrame(String frame) throws ProtocolViolation {
    try (JsonParser parser = open(frame)) {
      Fields fields = new Fields();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        fields.take(name, parser);
      }
      end(parser);
      return fields;
    } catch (IOException notJson) {
      throw notJson(notJson);
    }
  }

  private JsonParser open(String frame) throws IOException, ProtocolViolation {
    JsonParser parser = json.createParser(frame);
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw ProtocolViolation.malformed("a frame must be one JSON object");
    }
    return parser;
  }

  private static void end(JsonParser parser) throws IOException, ProtocolViolation {
    if (parser.nextToken() != null) {
      throw ProtocolViolation.malformed("a frame must be one JSON object, but more follows it");
    }
  }

  /** Says where, not what: the text may hold what belongs into no log. */
  private static ProtocolViolation notJson(IOException failure) {
    if (failure instanceof StreamConstraintsException) {
      return ProtocolViolation.malformed(
          "nested deeper than %d, or a name or number is too long".formatted(MAX_DEPTH));
    }
    String where =
        failure instanceof JsonProcessingException json && json.getLocation() != null
            ? " at character " + json.getLocation().getCharOffset()
            : "";
    return ProtocolViolation.malformed("not JSON" + where);
  }

  private static AgentFrame message(Fields fields, @Nullable List<Event> events, String frame)
      throws ProtocolViolation {
    String kind = fields.text("kind");
    return switch (kind) {
      case "hello" -> {
        fields.object("lanes");
        if (!SPOOL.matcher(fields.text("spool")).matches()) {
          throw fields.wrong("spool", "a UUID in lower case");
        }
        yield new AgentFrame.Hello(host(fields), fields.name("agent"), fields.name("spool"));
      }
      case "batch" -> batch(fields, events);
      case "ack" -> {
        String cid = fields.name("cid");
        Double previous = fields.isNull("previous") ? null : (Double) fields.number("previous");
        yield new AgentFrame.Reply(new Answer(cid, null, previous, frame));
      }
      case "nack" -> {
        String cid = fields.name("cid");
        String reason = fields.text("reason");
        if (!REASON.matcher(reason).lookingAt()) {
          throw fields.wrong("reason", "a word, a colon, a sentence");
        }
        yield new AgentFrame.Reply(new Answer(cid, reason, null, frame));
      }
      default -> new AgentFrame.Unknown(kind);
    };
  }

  private static AgentFrame batch(Fields fields, @Nullable List<Event> events)
      throws ProtocolViolation {
    if (events == null) {
      throw fields.wrong("events", "an array of events");
    }
    if (events.isEmpty()) {
      throw ProtocolViolation.malformed("batch: it holds no event");
    }
    long first = fields.position("first");
    if (first > Long.MAX_VALUE - events.size()) {
      throw fields.wrong("first", "a position, but it leaves no room for the batch");
    }
    String lane = lane(fields);
    for (Event event : events) {
      // A type that is not known yet may travel in either lane.
      if (event.live() || !LANE_OF_TYPE.getOrDefault(event.type(), lane).equals(lane)) {
        throw ProtocolViolation.malformed(
            "batch: an event of type %s does not belong into lane %s"
                .formatted(event.live() ? event.type() + " told live" : event.type(), lane));
      }
    }
    return new AgentFrame.Batch(lane, first, events);
  }

  private static AgentFrame single(Fields fields, String frame) throws ProtocolViolation {
    Event event = event(fields, frame);
    return switch (event.type()) {
      case "cpu", "error", "heartbeat" -> new AgentFrame.Single(event);
      case "device", "metric", "gap" -> {
        if (!event.live() || !event.type().equals("device")) {
          throw ProtocolViolation.order(
              "a %s event has a position and belongs into a batch".formatted(event.type()));
        }
        yield new AgentFrame.Single(event);
      }
      default -> new AgentFrame.Unknown(event.type());
    };
  }

  private static List<Event> events(JsonParser parser, String frame)
      throws IOException, ProtocolViolation {
    List<Event> events = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw ProtocolViolation.malformed(
            "batch: events[%d] must be an object".formatted(events.size()));
      }
      int start = (int) parser.currentTokenLocation().getCharOffset();
      Fields fields = new Fields();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        fields.take(name, parser);
      }
      int end = (int) parser.currentLocation().getCharOffset();
      events.add(event(fields, frame.substring(start, end)));
    }
    return events;
  }

  private static Event event(Fields fields, String json) throws ProtocolViolation {
    String type = fields.name("type");
    HostId host = host(fields);
    long ts = fields.millis("ts");
    Gap gap = null;
    switch (type) {
      case "cpu" -> percentage(fields);
      case "error" -> {
        fields.text("code");
        fields.text("message");
        oneOf(fields, "severity", SEVERITIES);
        active(fields);
      }
      case "metric" -> {
        fields.text("name");
        fields.number("value");
        fields.text("unit");
      }
      case "device" -> {
        fields.name("device");
        fields.text("deviceKind");
        oneOf(fields, "state", STATES);
        fields.array("conditions");
      }
      case "gap" -> gap = gap(fields);
      case "heartbeat" -> heartbeat(fields);
      default -> {} // readers pass over what they do not know; the store keeps it
    }
    String device = type.equals("device") ? fields.textOrNull("device") : null;
    // Within JSON a line break stands between tokens only, and what is stored is one line.
    String line = json.replace('\n', ' ').replace('\r', ' ');
    return new Event(type, ts, host, line, gap, device, fields.isTrue("live"));
  }

  private static void percentage(Fields fields) throws ProtocolViolation {
    double pct = fields.number("pct");
    if (!(pct >= 0 && pct <= 100)) {
      throw fields.wrong("pct", "within 0..100, was " + pct);
    }
  }

  /** Conditions begin and end, moments do neither; of codes that are not known nothing is. */
  private static void active(Fields fields) throws ProtocolViolation {
    String code = fields.text("code");
    if (Codes.isMoment(code) && fields.has("active")) {
      throw fields.wrong("active", "absent, since " + code + " neither begins nor ends");
    }
    if (Codes.isCondition(code)) {
      fields.bool("active");
    }
  }

  private static void heartbeat(Fields fields) throws ProtocolViolation {
    fields.position("uptimeMs");
    fields.position("dropped");
    fields.object("buffered");
    if (fields.position("pressure") > MAX_PRESSURE) {
      throw fields.wrong("pressure", "a whole number from 0 to " + MAX_PRESSURE);
    }
  }

  private static void oneOf(Fields fields, String name, Set<String> words)
      throws ProtocolViolation {
    if (!words.contains(fields.text(name))) {
      throw fields.wrong(name, "one of " + String.join(", ", words.stream().sorted().toList()));
    }
  }

  private static Gap gap(Fields fields) throws ProtocolViolation {
    fields.text("reason");
    long first = fields.position("first");
    long count = fields.position("count");
    if (count == 0 || first > Long.MAX_VALUE - count) {
      throw fields.wrong("count", "at least 1 and within the range of positions");
    }
    return new Gap(lane(fields), first, first + count);
  }

  private static String lane(Fields fields) throws ProtocolViolation {
    oneOf(fields, "lane", LANES);
    return fields.text("lane");
  }

  private static HostId host(Fields fields) throws ProtocolViolation {
    return new HostId(fields.name("tenantId"), fields.name("host"));
  }
}

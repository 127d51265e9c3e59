package dev.kiosk.agent.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kiosk.agent.json.JsonTree;
import dev.kiosk.agent.wire.ServerMessage.CommandFrame;
import dev.kiosk.agent.wire.ServerMessage.Ignored;
import dev.kiosk.agent.wire.ServerMessage.ProtocolError;
import dev.kiosk.agent.wire.ServerMessage.Receipt;
import dev.kiosk.agent.wire.ServerMessage.Welcome;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads what the server sends. Strict about what the agent uses, blind to fields it does not know;
 * nothing is coerced.
 */
final class FrameReader {

  /** The longest frame that is read, in bytes of UTF-8. */
  static final int MAX_FRAME_BYTES = 64 * 1024;

  /** The deepest nesting that is read; the frame itself counts as one. */
  static final int MAX_DEPTH = 32;

  /** The longest cid that can be answered; longer ones would bloat the table of answers. */
  static final int MAX_CID_CHARS = 128;

  /** Beyond this a JavaScript peer would lose count (ECMA-262, Number.MAX_SAFE_INTEGER). */
  static final long MAX_POSITION = (1L << 53) - 1;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Both keep field names for later frames; foreign ones must not pile up.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  ServerMessage read(String text) {
    boolean perhapsTooLong =
        text.length() > MAX_FRAME_BYTES / 3; // a UTF-16 unit takes three bytes at most
    if (perhapsTooLong && Text.utf8Length(text) > MAX_FRAME_BYTES) {
      return new Ignored("longer than " + MAX_FRAME_BYTES + " bytes");
    }
    try (JsonParser parser = json.createParser(text)) {
      return message(JsonTree.only(parser));
    } catch (StreamConstraintsException e) {
      return new Ignored(
          "nested over " + MAX_DEPTH + ", or with a number or a name that is too long");
    } catch (IOException e) { // its own message may quote the frame, which is not ours to log
      return new Ignored("not one JSON object, or one with a field given twice");
    }
  }

  private static ServerMessage message(JsonNode frame) {
    if (!frame.isObject()) {
      return new Ignored("not a JSON object");
    }
    JsonNode kind = frame.path("kind");
    if (!kind.isTextual()) {
      return new Ignored("without a kind");
    }
    return switch (kind.textValue()) {
      case "welcome" -> welcome(frame.path("lanes"));
      case "receipt" -> receipt(frame);
      // To answer these would make agent and an echoing server talk for ever.
      case "hello", "batch", "ack", "nack" -> new Ignored("of a kind that only the agent sends");
      default -> command(kind.textValue(), frame);
    };
  }

  private static ServerMessage welcome(JsonNode lanes) {
    if (!lanes.isObject()) {
      return new ProtocolError("welcome: lanes must be an object, was " + Found.in(lanes));
    }
    for (WireLane lane : WireLane.values()) {
      JsonNode entry = lanes.path(lane.wireName());
      if (!entry.isMissingNode() && !isPosition(entry.path("next"))) {
        return wrongNext("welcome: lanes." + lane.wireName() + ".next", entry.path("next"));
      }
    }
    return new Welcome(
        lanes.path(WireLane.ALERTS.wireName()).path("next").asLong(0),
        lanes.path(WireLane.READINGS.wireName()).path("next").asLong(0));
  }

  private static ServerMessage receipt(JsonNode frame) {
    JsonNode lane = frame.path("lane");
    Optional<WireLane> known =
        lane.isTextual() ? WireLane.ofWireName(lane.textValue()) : Optional.empty();
    if (known.isEmpty()) {
      return new ProtocolError(
          "receipt: lane must be \"alerts\" or \"readings\", was " + Found.in(lane));
    }
    JsonNode next = frame.path("next");
    return isPosition(next)
        ? new Receipt(known.get(), next.asLong())
        : wrongNext("receipt: next", next);
  }

  /** 7.0 is a whole number, as it is for JSON Schema (2020-12 Core, section 4.2.3). */
  private static boolean isPosition(JsonNode next) {
    return next.isNumber()
        && next.canConvertToExactIntegral()
        && next.canConvertToLong()
        && next.asLong() >= 0
        && next.asLong() <= MAX_POSITION;
  }

  private static ProtocolError wrongNext(String field, JsonNode next) {
    return new ProtocolError(
        field + " must be a whole number from 0 to 2^53-1, was " + Found.in(next));
  }

  private static ServerMessage command(String kind, JsonNode frame) {
    JsonNode cid = frame.path("cid");
    return CommandReader.isCid(cid)
        ? new CommandFrame(CommandReader.read(kind, cid.textValue(), frame))
        : new Ignored("without a cid that could be answered");
  }
}

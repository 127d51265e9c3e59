package dev.kiosk.agent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiosk.agent.command.Command;
import dev.kiosk.agent.command.Command.ClearThreshold;
import dev.kiosk.agent.command.Command.Malformed;
import dev.kiosk.agent.command.Command.SetThreshold;
import dev.kiosk.agent.command.Command.Unsupported;
import dev.kiosk.agent.telemetry.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Reads the commands. Whether the host is this one, the metric known and the limit in range is left
 * to whoever carries the command out.
 */
final class CommandReader {

  private static final int KIND_CHARS = 64;
  private static final int METRIC_CHARS = 64;

  private CommandReader() {}

  /** Whether a reply can carry it: a string of valid text, not empty and of bounded length. */
  static boolean isCid(JsonNode cid) {
    return isText(cid, FrameReader.MAX_CID_CHARS) && Text.wellFormed(cid.textValue());
  }

  static Command read(String kind, String cid, JsonNode frame) {
    return switch (kind) {
      case "set-threshold" -> setThreshold(cid, frame);
      case "clear-threshold" -> clearThreshold(cid, frame);
      default -> new Unsupported(cid, Text.bounded(kind, KIND_CHARS));
    };
  }

  private static Command setThreshold(String cid, JsonNode frame) {
    String problem = problemWithTarget(frame);
    JsonNode pct = frame.path("pct");
    double limit = pct.doubleValue();
    if (problem == null && !(pct.isNumber() && Double.isFinite(limit))) {
      problem = "pct must be a finite number, was " + Found.in(pct);
    }
    return problem == null
        ? new SetThreshold(cid, frame.path("host").textValue(), metric(frame), limit)
        : new Malformed(cid, problem);
  }

  private static Command clearThreshold(String cid, JsonNode frame) {
    String problem = problemWithTarget(frame);
    return problem == null
        ? new ClearThreshold(cid, frame.path("host").textValue(), metric(frame))
        : new Malformed(cid, problem);
  }

  private static @Nullable String problemWithTarget(JsonNode frame) {
    JsonNode host = frame.path("host");
    if (!isText(host, Sender.MAX_CHARS)) {
      return problem("host", Sender.MAX_CHARS, host);
    }
    JsonNode metric = frame.path("metric");
    if (!metric.isMissingNode() && !isText(metric, METRIC_CHARS)) {
      return problem("metric", METRIC_CHARS, metric);
    }
    return null;
  }

  private static String problem(String field, int maxChars, JsonNode found) {
    return "%s must be a string of 1 to %d characters, was %s"
        .formatted(field, maxChars, Found.in(found));
  }

  private static String metric(JsonNode frame) {
    return frame.path("metric").asText(Metric.CPU.wireName());
  }

  /** Counts characters as JSON Schema does (2020-12 Validation, section 6.3.1): code points. */
  private static boolean isText(JsonNode node, int maxChars) {
    if (!node.isTextual() || node.textValue().isEmpty()) {
      return false;
    }
    String text = node.textValue();
    return text.codePointCount(0, text.length()) <= maxChars;
  }
}

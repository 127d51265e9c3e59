package dev.kiosk.agent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Says in words what stood where something else was expected. */
final class Found {

  private static final int NUMBER_CHARS = 24;

  private Found() {}

  /**
   * For instance "missing", "-1", "a string of 3 characters"; never the text of a string, which may
   * be secret.
   */
  static String in(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "missing";
      case NUMBER -> Text.bounded(node.asText(), NUMBER_CHARS);
      case NULL, BOOLEAN -> node.asText();
      case STRING ->
          node.textValue().isEmpty()
              ? "an empty string"
              : "a string of " + node.textValue().length() + " characters";
      case ARRAY, OBJECT, BINARY, POJO ->
          "an " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}

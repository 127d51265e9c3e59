package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object as they were read, with accessors that say in words what is wrong.
 * Values are String, Long, Double, Boolean, or the token of null or of what a nested object or
 * array begins with. A JSON null is as good as absent, but where the contract asks for it.
 */
final class Fields {

  /** The longest name of a tenant, host, spool, lane or command that is taken. */
  private static final int MAX_NAME_LENGTH = 128;

  private final Map<String, Object> values = new HashMap<>();

  /**
   * Takes the value that the parser stands at; of a nested one only its kind, skipping the rest.
   *
   * @throws ProtocolViolation when the field was there before
   */
  void take(String name, JsonParser parser) throws IOException, ProtocolViolation {
    if (values.containsKey(name)) {
      String which = isName(name) ? " \"%s\"".formatted(name) : "";
      throw ProtocolViolation.malformed("field%s is given twice".formatted(which));
    }
    JsonToken token = parser.currentToken();
    if (token.isStructStart()) {
      values.put(name, token);
      parser.skipChildren();
    } else if (token == JsonToken.VALUE_STRING) {
      values.put(name, parser.getText());
    } else if (token == JsonToken.VALUE_NUMBER_INT) {
      values.put(
          name,
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (Object) parser.getDoubleValue()
              : (Object) parser.getLongValue());
    } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      values.put(name, parser.getDoubleValue());
    } else if (token.isBoolean()) {
      values.put(name, parser.getBooleanValue());
    } else {
      values.put(name, JsonToken.VALUE_NULL);
    }
  }

  boolean has(String name) {
    return values.containsKey(name) && !isNull(name);
  }

  boolean isNull(String name) {
    return values.get(name) == JsonToken.VALUE_NULL;
  }

  boolean isTrue(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** The text of a field, or null when it is absent or something else. */
  @Nullable String textOrNull(String name) {
    return values.get(name) instanceof String text ? text : null;
  }

  /** The text of a field that must be there. */
  String text(String name) throws ProtocolViolation {
    if (values.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a string");
  }

  /** A text that names something: short, not blank, without control characters. */
  String name(String name) throws ProtocolViolation {
    String text = text(name);
    if (isName(text)) {
      return text;
    }
    throw wrong(name, "1 to " + MAX_NAME_LENGTH + " characters, none of them a control character");
  }

  static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_NAME_LENGTH
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** A whole number of at least 0. */
  long position(String name) throws ProtocolViolation {
    if (values.get(name) instanceof Long number && number >= 0) {
      return number;
    }
    throw wrong(name, "a whole number of at least 0");
  }

  /** A whole number. */
  long millis(String name) throws ProtocolViolation {
    if (values.get(name) instanceof Long number) {
      return number;
    }
    throw wrong(name, "milliseconds since the epoch as a whole number");
  }

  /** The number of a field, or null when it is absent or something else. */
  @Nullable Double numberOrNull(String name) {
    return values.get(name) instanceof Number number ? number.doubleValue() : null;
  }

  /** A number of any kind. */
  double number(String name) throws ProtocolViolation {
    if (values.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name, "a number");
  }

  /** Insists on true or false. */
  void bool(String name) throws ProtocolViolation {
    if (!(values.get(name) instanceof Boolean)) {
      throw wrong(name, "true or false");
    }
  }

  /** Insists on an array. */
  void array(String name) throws ProtocolViolation {
    if (values.get(name) != JsonToken.START_ARRAY) {
      throw wrong(name, "an array");
    }
  }

  /** Insists on an object. */
  void object(String name) throws ProtocolViolation {
    if (values.get(name) != JsonToken.START_OBJECT) {
      throw wrong(name, "an object");
    }
  }

  /** Which field is wrong, what was expected, and of what message it is. */
  ProtocolViolation wrong(String name, String expected) {
    Object type = values.getOrDefault("type", values.getOrDefault("kind", "message"));
    String found = has(name) ? "" : ", but is absent";
    return ProtocolViolation.malformed(
        "%s: field \"%s\" must be %s%s".formatted(type, name, expected, found));
  }
}

package dev.kiosk.agent.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file form of a {@link CommandTable}: one JSON object, replaced whole, so that limit and
 * outcome are one atomic record.
 *
 * <pre>
 * {"version":1,
 *  "limits":[{"metric":"cpu","value":85.0,"cid":"3f0c","setAt":1732450000000}],
 *  "answers":[{"cid":"3f0c","previous":90.0},{"cid":"3f0d","reason":"wrong-host","sentence":"…"}]}
 * </pre>
 *
 * <p>Written and read as a stream: the agent does not otherwise need data binding while it runs.
 */
final class CommandFile {

  private static final JsonFactory JSON = new JsonFactory();

  private CommandFile() {}

  static byte[] encode(CommandTable table) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("version", 1);
      out.writeArrayFieldStart("limits");
      for (PushedLimit limit : table.limits().values()) {
        out.writeStartObject();
        out.writeStringField("metric", limit.metric());
        out.writeNumberField("value", limit.value());
        out.writeStringField("cid", limit.cid());
        out.writeNumberField("setAt", limit.setAtMillis());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayFieldStart("answers");
      for (Map.Entry<String, Outcome> answer : table.answers().entrySet()) {
        out.writeStartObject();
        out.writeStringField("cid", answer.getKey());
        outcome(out, answer.getValue());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void outcome(JsonGenerator out, Outcome outcome) throws IOException {
    if (outcome instanceof Outcome.Nack nack) {
      out.writeStringField("reason", nack.reason().word());
      out.writeStringField("sentence", nack.sentence());
    } else if (outcome instanceof Outcome.Ack ack) {
      Double previous = ack.previous();
      if (previous == null) {
        out.writeNullField("previous");
      } else {
        out.writeNumberField("previous", previous);
      }
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IOException when it is something else
   */
  static CommandTable decode(byte[] bytes) throws IOException {
    var answers = new LinkedHashMap<String, Outcome>();
    var limits = new LinkedHashMap<String, PushedLimit>();
    try (JsonParser in = JSON.createParser(bytes)) {
      expect(in, JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String list = in.currentName();
        if (in.nextToken() != JsonToken.START_ARRAY) {
          continue; // the version
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
          Row row = Row.read(in);
          if (list.equals("limits")) {
            PushedLimit limit = row.limit();
            limits.put(limit.metric(), limit);
          } else if (list.equals("answers")) {
            answers.put(row.text("cid"), row.outcome());
          }
        }
      }
      if (in.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("the object does not end");
      }
    }
    return new CommandTable(answers, limits);
  }

  private static void expect(JsonParser in, JsonToken token) throws IOException {
    if (in.nextToken() != token) {
      throw new IOException("expected " + token + ", found " + in.currentToken());
    }
  }

  /** One flat object of a list. Numbers are kept as text until somebody asks for them. */
  private record Row(Map<String, @Nullable String> fields) {

    static Row read(JsonParser in) throws IOException {
      var fields = new LinkedHashMap<String, @Nullable String>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (!value.isScalarValue()) {
          throw new IOException("field " + name + " is not a plain value");
        }
        fields.put(name, value == JsonToken.VALUE_NULL ? null : in.getText());
      }
      return new Row(fields);
    }

    String text(String name) throws IOException {
      String value = fields.get(name);
      if (value == null) {
        throw new IOException("field " + name + " is missing");
      }
      return value;
    }

    double number(String name) throws IOException {
      try {
        return Double.parseDouble(text(name));
      } catch (NumberFormatException notOne) {
        throw new IOException("field " + name + " is not a number", notOne);
      }
    }

    PushedLimit limit() throws IOException {
      return new PushedLimit(text("metric"), number("value"), text("cid"), (long) number("setAt"));
    }

    Outcome outcome() throws IOException {
      if (!fields.containsKey("reason")) {
        return new Outcome.Ack(fields.get("previous") == null ? null : number("previous"));
      }
      String word = text("reason");
      for (Outcome.Reason reason : Outcome.Reason.values()) {
        if (reason.word().equals(word)) {
          return new Outcome.Nack(reason, text("sentence"));
        }
      }
      throw new IOException("no such reason: " + word);
    }
  }
}

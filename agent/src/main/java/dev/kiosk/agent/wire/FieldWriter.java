package dev.kiosk.agent.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the fields of one JSON object, in the order of the calls. */
final class FieldWriter {

  private final JsonGenerator out;

  FieldWriter(JsonGenerator out) {
    this.out = out;
  }

  void text(String name, String value) throws IOException {
    out.writeStringField(name, value);
  }

  /** Leaves the field out when there is no value. */
  void optionalText(String name, @Nullable String value) throws IOException {
    if (value != null) {
      text(name, value);
    }
  }

  void texts(String name, Iterable<String> values) throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  void whole(String name, long value) throws IOException {
    out.writeNumberField(name, value);
  }

  /** Leaves the field out when there is no value. */
  void optionalWhole(String name, @Nullable Long value) throws IOException {
    if (value != null) {
      whole(name, value);
    }
  }

  /**
   * A number with at most two decimals, without exponent and without trailing zeros. It must be
   * nearer to zero than ten million, where {@link Double#toString(double)} would begin to use one.
   */
  void decimal(String name, double value) throws IOException {
    exact(name, Math.round(value * 100) / 100.0);
  }

  /** A number that reads back as the same double. */
  void exact(String name, double value) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.writeNumberField(name, (long) value);
    } else {
      out.writeNumberField(name, value);
    }
  }

  void nothing(String name) throws IOException {
    out.writeNullField(name);
  }

  void flag(String name, boolean value) throws IOException {
    out.writeBooleanField(name, value);
  }

  /** Leaves the field out when it is not set. */
  void flagIfSet(String name, boolean value) throws IOException {
    if (value) {
      flag(name, true);
    }
  }

  void beginObject(String name) throws IOException {
    out.writeObjectFieldStart(name);
  }

  void endObject() throws IOException {
    out.writeEndObject();
  }
}

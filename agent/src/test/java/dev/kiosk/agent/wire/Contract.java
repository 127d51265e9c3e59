package dev.kiosk.agent.wire;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The contract as it ships: schemas, declaration and golden frames, read from the source tree. */
final class Contract {

  static final Path FOLDER = Path.of("src/dist/wire");
  static final Path GOLDEN = FOLDER.resolve("golden");

  private final ObjectMapper mapper = new ObjectMapper();

  /** One row of {@code golden/index.json}. */
  record Golden(
      String file,
      String direction,
      boolean valid,
      String treatment,
      @Nullable Boolean schemaCanTell,
      @Nullable String note) {

    /** The file without folder and extension. */
    String name() {
      return file.substring(file.lastIndexOf('/') + 1, file.length() - ".json".length());
    }

    boolean fromServer() {
      return direction.equals("server-to-agent");
    }

    boolean schemaAccepts() {
      return valid || (schemaCanTell != null && !schemaCanTell);
    }

    /** The frame: the file without the line break that ends it. */
    String frame() {
      String text = text(GOLDEN.resolve(file));
      if (!text.endsWith("\n")) {
        throw new IllegalStateException(file + " does not end with a line break");
      }
      return text.substring(0, text.length() - 1);
    }

    @Override
    public String toString() {
      return file + ": " + treatment;
    }
  }

  List<Golden> index() {
    try {
      return mapper.readValue(GOLDEN.resolve("index.json").toFile(), new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode schemaText(String direction) {
    return json(text(FOLDER.resolve(direction + ".schema.json")));
  }

  JsonSchema schema(String direction) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(schemaText(direction));
  }

  /** What the schema has against a frame; nothing when it accepts it. */
  Set<ValidationMessage> faults(JsonSchema schema, String frame) {
    return schema.validate(json(frame));
  }

  JsonNode json(String text) {
    try {
      return mapper.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

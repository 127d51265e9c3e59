package dev.kiosk.agent.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatusJsonTest {

  private final ObjectMapper mapper = new ObjectMapper();

  static List<StatusSnapshot> examples() {
    return List.of(
        Examples.healthy(), Examples.troubled(), Examples.hostile(), Examples.certificate(-1, "x"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsWrittenIsValidAndReadBackTheSame(StatusSnapshot snapshot) throws IOException {
    byte[] json = StatusJson.write(snapshot);
    JsonNode schema = mapper.readTree(Path.of("src/dist/status/status.schema.json").toFile());
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(mapper.readTree(json)))
        .isEmpty();
    assertThat(StatusReader.read(json)).isEqualTo(snapshot);
  }

  @Test
  void theSchemaDescribesEveryFieldThatIsWritten() throws IOException {
    JsonNode schema = mapper.readTree(Path.of("src/dist/status/status.schema.json").toFile());
    var undescribed = new TreeSet<String>();
    for (StatusSnapshot snapshot : examples()) {
      compare("", schema, mapper.readTree(StatusJson.write(snapshot)), undescribed);
    }
    assertThat(undescribed).isEmpty();
  }

  private static void compare(
      String path, JsonNode schema, JsonNode value, Set<String> undescribed) {
    if (value.isArray()) {
      value.forEach(element -> compare(path + "[]", schema.path("items"), element, undescribed));
    }
    value
        .properties()
        .forEach(
            field -> {
              JsonNode properties = schema.path("properties");
              if (properties.has(field.getKey())) {
                String inner = path + "." + field.getKey();
                compare(inner, properties.get(field.getKey()), field.getValue(), undescribed);
              } else if (!schema.has("additionalProperties")) {
                undescribed.add(path + "." + field.getKey());
              }
            });
  }

  @Test
  void theJsonOfATroubledKioskStaysAsItIs() throws IOException {
    Golden.check("troubled.json", new String(StatusJson.write(Examples.troubled()), UTF_8) + "\n");
  }

  @Test
  void aNewerAgentIsStillUnderstood() throws IOException {
    ObjectNode json = (ObjectNode) mapper.readTree(StatusJson.write(Examples.troubled()));
    json.put("new", 1);
    ((ObjectNode) json.at("/server")).put("state", "dancing");
    ((ObjectNode) json.at("/devices/0")).put("state", "dreaming");
    ((ObjectNode) json.at("/devices/0/conditions/0")).put("code", "NEW_CODE").put("severity", "x");
    ((ObjectNode) json.at("/thresholds/0")).put("metric", "fan");
    json.remove("buffer");
    StatusSnapshot snapshot = StatusReader.read(mapper.writeValueAsBytes(json));
    assertThat(snapshot.server().state()).isEqualTo(StatusSnapshot.ServerState.UNKNOWN);
    assertThat(snapshot.devices().get(0).state()).isEqualTo(DeviceStatus.State.UNKNOWN);
    assertThat(snapshot.devices().get(0).conditions().get(0).code()).isEqualTo("NEW_CODE");
    assertThat(snapshot.thresholds()).isEmpty();
  }

  @Test
  void otherJsonIsNotTakenForAStatus() {
    assertThatThrownBy(() -> StatusReader.read("[]".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("this is not the status of a kiosk agent");
    assertThatThrownBy(() -> StatusReader.read("<html>".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }
}

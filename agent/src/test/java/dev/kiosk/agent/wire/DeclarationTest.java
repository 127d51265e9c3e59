package dev.kiosk.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The TypeScript declaration says the same as the schemas. */
class DeclarationTest {

  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
  private static final Pattern INTERFACE =
      Pattern.compile("export interface (\\w+) \\{(.*?)\n\\}", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("^  (\\w+)(\\??): (.+);$", Pattern.MULTILINE);
  private static final Pattern LIST =
      Pattern.compile("export type (\\w+) =\\s*\\|?((?:\\s*\\|?\\s*\"[^\"]+\")+);");
  private static final Pattern WORD = Pattern.compile("\"([^\"]+)\"");

  private final Contract contract = new Contract();
  private final Map<String, JsonNode> definitions = new HashMap<>();
  private final String declaration =
      COMMENT
          .matcher(Contract.text(Contract.FOLDER.resolve("kiosk-telemetry.d.ts")))
          .replaceAll("");

  DeclarationTest() {
    for (String direction : List.of("agent-to-server", "server-to-agent")) {
      contract
          .schemaText(direction)
          .path("$defs")
          .properties()
          .forEach(entry -> definitions.put(entry.getKey(), entry.getValue()));
    }
  }

  @Test
  void interfacesHaveTheFieldsOfTheSchema() {
    Map<String, Map<String, String>> declared = new TreeMap<>();
    INTERFACE
        .matcher(declaration)
        .results()
        .forEach(match -> declared.put(match.group(1), declaredFields(match.group(2))));
    Map<String, Map<String, String>> expected = new TreeMap<>();
    definitions.forEach(
        (name, schema) -> {
          if (schema.path("type").asText().equals("object")) {
            expected.put(name, schemaFields(schema));
          }
        });
    assertThat(declared).isEqualTo(expected);
  }

  @Test
  void listsHaveTheWordsOfTheSchema() {
    Map<String, List<String>> declared = new TreeMap<>();
    LIST.matcher(declaration)
        .results()
        .forEach(match -> declared.put(match.group(1), words(match.group(2))));
    Map<String, List<String>> expected = new TreeMap<>();
    definitions.forEach(
        (name, schema) -> {
          if (schema.has("enum")) {
            expected.put(name, schema.path("enum").valueStream().map(JsonNode::textValue).toList());
          }
        });
    assertThat(declared).isEqualTo(expected);
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(match -> match.group(1)).toList();
  }

  /** Field names, each with "optional" or "required", and the word it must hold, if one. */
  private static Map<String, String> declaredFields(String body) {
    return FIELD
        .matcher(body)
        .results()
        .collect(Collectors.toMap(match -> match.group(1), DeclarationTest::declaredField));
  }

  private static String declaredField(MatchResult match) {
    String presence = match.group(2).isEmpty() ? "required" : "optional";
    String type = match.group(3);
    return type.startsWith("\"") ? presence + " " + words(type).get(0) : presence;
  }

  private static Map<String, String> schemaFields(JsonNode schema) {
    List<String> required = schema.path("required").valueStream().map(JsonNode::textValue).toList();
    return schema.path("properties").properties().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> {
                  String presence = required.contains(entry.getKey()) ? "required" : "optional";
                  JsonNode word = entry.getValue().path("const");
                  return word.isTextual() ? presence + " " + word.textValue() : presence;
                }));
  }
}

package dev.kiosk.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** All texts of a TOML file, known keys or not, as they are meant and not as they are written. */
public final class TomlTexts {

  private final List<Text> found = new ArrayList<>();

  private TomlTexts() {}

  /**
   * A text in a file.
   *
   * @param key the last part of its key; of a text in a list, the list's
   */
  public record Text(String key, String value) {}

  /** The texts from the top down; none of what is not TOML. */
  public static List<Text> of(String toml) {
    var texts = new TomlTexts();
    texts.add("", Source.parse("", toml).content());
    return List.copyOf(texts.found);
  }

  private void add(String key, JsonNode value) {
    if (value.isTextual()) {
      found.add(new Text(key, value.textValue()));
    } else if (value.isObject()) {
      value.properties().forEach(inside -> add(inside.getKey(), inside.getValue()));
    } else {
      value.forEach(inside -> add(key, inside));
    }
  }
}

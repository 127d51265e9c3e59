package dev.kiosk.simulator.app.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One table of a configuration file. Reads its values and tells what is wrong with them. */
public final class Section {

  private final JsonNode node;
  private final String at;
  private final Consumer<String> problems;

  /**
   * A table of the file.
   *
   * @param at what stands before its keys in messages, with the last dot: {@code device[1].}
   * @param problems takes each mistake, as key and sentence
   */
  public Section(JsonNode node, String at, Consumer<String> problems) {
    this.node = node;
    this.at = at;
    this.problems = problems;
  }

  /** The table of that name in this one; empty if there is none. */
  public Section table(String key) {
    return new Section(node.path(key), at + key + ".", problems);
  }

  /** The tables of an array of that name; empty if there is none. */
  public List<Section> tables(String key) {
    JsonNode list = node.path(key);
    if (!list.isMissingNode() && !list.isArray()) {
      problem(
          key,
          "must be a list of tables, each [[%s%s]]".formatted(at.replaceAll("\\[\\d+]", ""), key));
    }
    return IntStream.range(0, list.isArray() ? list.size() : 0)
        .mapToObj(i -> new Section(list.get(i), "%s%s[%d].".formatted(at, key, i + 1), problems))
        .toList();
  }

  /** Whether the key stands there. */
  public boolean has(String key) {
    return node.has(key);
  }

  /** A text; empty if it is not there, or is no text. */
  public Optional<String> text(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      problem(key, "must be text in quotes, was " + value);
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  /** One of some words; the first is the usual one. */
  public String oneOf(String key, String... words) {
    String word = text(key).orElse(words[0]);
    if (!List.of(words).contains(word)) {
      problem(key, "must be %s, was \"%s\"".formatted(alternatives(List.of(words)), word));
      return words[0];
    }
    return word;
  }

  /** A whole number within limits. */
  public int number(String key, int usual, int least, int most) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      problem(key, "must be a whole number from %d to %d, was %s".formatted(least, most, value));
      return usual;
    }
    return value.intValue();
  }

  /** True or false. */
  public boolean flag(String key, boolean usual) {
    JsonNode value = node.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      problem(key, "must be true or false, was " + value);
    }
    return value.isBoolean() ? value.booleanValue() : usual;
  }

  /** An address and port, {@code 127.0.0.1:9100}; null after a mistake. */
  public @Nullable InetSocketAddress address(String key, String usual) {
    String written = text(key).orElse(usual);
    int colon = written.lastIndexOf(':');
    String host = colon < 0 ? "" : written.substring(0, colon);
    String port = written.substring(colon + 1);
    if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      problem(
          key, "must be ADDRESS:PORT, for instance \"%s\", was \"%s\"".formatted(usual, written));
      return null;
    }
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      return new InetSocketAddress(addresses[0], Integer.parseInt(port));
    } catch (UnknownHostException unknown) {
      problem(key, "no address is known for \"%s\"".formatted(host));
      return null;
    }
  }

  /** Tells every key that is not among these. */
  public void knownOnly(Set<String> known) {
    for (var key : node.properties()) {
      if (!known.contains(key.getKey())) {
        problem(
            key.getKey(),
            "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** Tells a mistake. */
  public void problem(String key, String sentence) {
    problems.accept("%s%s %s".formatted(at, key, sentence));
  }

  /** Words to choose from, for people: {@code "a", "b" or "c"}. */
  public static String alternatives(List<String> words) {
    String quoted = words.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", "));
    int last = quoted.lastIndexOf(", ");
    return last < 0 ? quoted : quoted.substring(0, last) + " or " + quoted.substring(last + 2);
  }
}

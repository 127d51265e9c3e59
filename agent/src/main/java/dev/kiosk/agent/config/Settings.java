package dev.kiosk.agent.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table of a TOML configuration, read key by key. Nothing is thrown on the way: whatever is
 * wrong is noted with its place, a usable value is handed out, and reading goes on, so that {@link
 * #problems} can tell everything at once. A bad value is never bent into a good one.
 *
 * <p>Keys that nobody has asked for when {@link #problems} is called are unknown.
 */
public final class Settings {

  private final Shared shared;
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new TreeSet<>();
  private final List<Settings> children = new ArrayList<>();

  /** What all tables of one file have in common. */
  private record Shared(String file, TomlIndex index, List<Problem> problems) {}

  private Settings(Shared shared, String path, JsonNode node) {
    this.shared = shared;
    this.path = path;
    this.node = node;
  }

  /**
   * Takes a text apart.
   *
   * @param file its name, for messages
   */
  public static Settings parse(String file, String toml) {
    var index = TomlIndex.of(toml);
    var shared = new Shared(file, index, new ArrayList<>());
    TomlIndex.Twice twice = index.twice();
    if (twice != null) {
      String message = "given twice, first in line %d; remove one".formatted(twice.first().line());
      shared.problems.add(
          new Problem(file, twice.second().line(), twice.second().column(), twice.path(), message));
      return new Settings(shared, "", JsonNodeFactory.instance.objectNode());
    }
    try {
      return new Settings(shared, "", new TomlMapper().readTree(toml));
    } catch (JsonProcessingException malformed) {
      var place = malformed.getLocation();
      int line = place == null ? 0 : Math.max(0, place.getLineNr());
      int column = place == null || line == 0 ? 0 : Math.max(1, place.getColumnNr());
      String message = "this is not TOML: " + firstLine(malformed.getOriginalMessage());
      shared.problems.add(new Problem(file, line, column, "", message));
      return new Settings(shared, "", JsonNodeFactory.instance.objectNode());
    }
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }

  /** A table in this one; a missing one reads as empty. */
  public Settings table(String name) {
    JsonNode child = ask(name);
    if (child != null && !child.isObject()) {
      problem(name, "expected a table [" + TomlIndex.join(path, name) + "], found " + kind(child));
      child = null;
    }
    return child(TomlIndex.join(path, name), child);
  }

  /** The tables of a {@code [[name]]}, in order. */
  public List<Settings> tables(String name) {
    JsonNode list = ask(name);
    var tables = new ArrayList<Settings>();
    if (list == null) {
      return tables;
    }
    if (!list.isArray()) {
      problem(name, "expected [[" + TomlIndex.join(path, name) + "]], found " + kind(list));
      return tables;
    }
    for (int i = 0; i < list.size(); i++) {
      JsonNode element = list.get(i);
      String elementPath = TomlIndex.join(path, name) + '[' + (i + 1) + ']';
      tables.add(child(elementPath, element.isObject() ? element : null));
    }
    return tables;
  }

  private Settings child(String childPath, @Nullable JsonNode child) {
    JsonNode present = child == null ? JsonNodeFactory.instance.objectNode() : child;
    var settings = new Settings(shared, childPath, present);
    children.add(settings);
    return settings;
  }

  /** Whether the key is given. */
  public boolean has(String key) {
    return node.has(key);
  }

  /** A text, or the fallback where the key is not given. */
  public String text(String key, String fallback) {
    String text = optionalText(key);
    return text == null ? fallback : text;
  }

  /**
   * A text that must be given and not be empty.
   *
   * @param expected what it is, for the message
   * @return an empty text when it is missing
   */
  public String requiredText(String key, String expected) {
    JsonNode value = ask(key);
    if (value == null) {
      missing(key, expected);
      return "";
    }
    if (!value.isTextual() || value.asText().isEmpty()) {
      wrong(key, value, expected);
      return "";
    }
    return value.asText();
  }

  /** A text, or null where the key is not given. */
  public @Nullable String optionalText(String key) {
    JsonNode value = ask(key);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      wrong(key, value, "a text in quotes");
      return null;
    }
    return value.asText();
  }

  /** A text, or a whole number read as one, or the fallback. */
  public String wholeNumberOrText(String key, String fallback) {
    JsonNode value = ask(key);
    return value != null && value.isIntegralNumber() ? value.asText() : text(key, fallback);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key, boolean fallback) {
    JsonNode value = ask(key);
    if (value != null && !value.isBoolean()) {
      wrong(key, value, "true or false");
      return fallback;
    }
    return value == null ? fallback : value.asBoolean();
  }

  /** A whole number from {@code least} to {@code most}. */
  public int wholeNumber(String key, int fallback, int least, int most) {
    Integer number = optionalWholeNumber(key, least, most);
    return number == null ? fallback : number;
  }

  /** A whole number, or null where the key is not given. */
  public @Nullable Integer optionalWholeNumber(String key, int least, int most) {
    JsonNode value = ask(key);
    if (value == null) {
      return null;
    }
    boolean fits = value.isIntegralNumber() && value.canConvertToInt();
    if (!fits || value.asInt() < least || value.asInt() > most) {
      wrong(key, value, "a whole number from %d to %d".formatted(least, most));
      return null;
    }
    return value.asInt();
  }

  /** A number, or null where the key is not given. */
  public @Nullable Double optionalNumber(String key, double least, double most) {
    JsonNode value = ask(key);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
      wrong(key, value, "a number from %s to %s".formatted(plain(least), plain(most)));
      return null;
    }
    return value.asDouble();
  }

  /** A duration such as {@code "10s"}. */
  public Duration duration(String key, Duration fallback, Duration least, Duration most) {
    JsonNode value = ask(key);
    Duration duration = value == null ? fallback : readDuration(key, value, least, most);
    return duration == null ? fallback : duration;
  }

  /** A duration, or null where {@code "off"} is given. */
  public @Nullable Duration durationOrOff(
      String key, Duration fallback, Duration least, Duration most) {
    JsonNode value = ask(key);
    if (value != null && value.isTextual() && value.asText().equals("off")) {
      return null;
    }
    return duration(key, fallback, least, most);
  }

  private @Nullable Duration readDuration(
      String key, JsonNode value, Duration least, Duration most) {
    Duration duration = value.isTextual() ? DurationForm.parse(value.asText()) : null;
    if (duration == null) {
      wrong(key, value, DurationForm.EXPECTED);
      return null;
    }
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      String range = "%s to %s".formatted(DurationForm.format(least), DurationForm.format(most));
      wrong(key, value, "a duration from " + range);
      return null;
    }
    return duration;
  }

  /** A size such as {@code "64MiB"}, in bytes. */
  public long size(String key, long fallback, long least, long most) {
    JsonNode value = ask(key);
    if (value == null) {
      return fallback;
    }
    long bytes = value.isTextual() ? SizeForm.parse(value.asText()) : -1;
    if (bytes < 0) {
      wrong(key, value, SizeForm.EXPECTED);
      return fallback;
    }
    if (bytes < least || bytes > most) {
      String range = "%s to %s".formatted(SizeForm.format(least), SizeForm.format(most));
      wrong(key, value, "a size from " + range);
      return fallback;
    }
    return bytes;
  }

  /** One of an enum's names in small letters; must be given. */
  public <E extends Enum<E>> E requiredOneOf(String key, E fallback, Class<E> type) {
    E[] constants = type.getEnumConstants();
    String names =
        Stream.of(constants)
            .map(constant -> '"' + constant.name().toLowerCase(Locale.ROOT) + '"')
            .collect(Collectors.joining(", "));
    JsonNode value = ask(key);
    if (value == null) {
      missing(key, "one of " + names);
      return fallback;
    }
    for (E constant : constants) {
      if (value.isTextual() && value.asText().equals(constant.name().toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    wrong(key, value, "one of " + names);
    return fallback;
  }

  /** Something that only the reader of the settings can know to be wrong; placed at the key. */
  public void problem(String key, String message) {
    String full = TomlIndex.join(path, key);
    TomlIndex.Place place = shared.index.place(full);
    int line = place == null ? 0 : place.line();
    int column = place == null ? 0 : place.column();
    shared.problems.add(new Problem(shared.file, line, column, full, message));
  }

  private void missing(String key, String expected) {
    shared.problems.add(
        new Problem(
            shared.file, 0, 0, TomlIndex.join(path, key), "is missing; expected " + expected));
  }

  private void wrong(String key, JsonNode value, String expected) {
    String found = isSecret(key) ? "something else" : kind(value);
    problem(key, "expected " + expected + ", found " + found);
  }

  /** What a person would call the value. */
  private static String kind(JsonNode value) {
    if (value.isObject()) {
      return "a table";
    }
    return value.isArray() ? "a list" : value.toString();
  }

  /** Such a value is never repeated in a message. */
  private static boolean isSecret(String key) {
    boolean names = key.contains("token") || key.contains("secret") || key.contains("password");
    return names && !key.endsWith("_file");
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private @Nullable JsonNode ask(String key) {
    asked.add(key);
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value;
  }

  /**
   * Everything that was wrong, in the order of the file, and then what is missing. To be called on
   * the whole file's settings, after all was asked.
   */
  public List<Problem> problems() {
    var all = new ArrayList<>(shared.problems);
    unknown(all);
    all.sort(
        Comparator.comparing((Function<Problem, Boolean>) problem -> problem.line() == 0)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column));
    return List.copyOf(all);
  }

  private void unknown(List<Problem> all) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!asked.contains(name)) {
                all.add(unknown(name));
              }
            });
    children.forEach(child -> child.unknown(all));
  }

  private Problem unknown(String name) {
    String full = TomlIndex.join(path, name);
    TomlIndex.Place place = shared.index.place(full);
    String nearest = Nearest.of(name, asked);
    String message =
        nearest == null
            ? "is no known key; known here: " + String.join(", ", asked)
            : "is no known key; did you mean '" + nearest + "'?";
    return new Problem(
        shared.file,
        place == null ? 0 : place.line(),
        place == null ? 0 : place.column(),
        full,
        message);
  }
}

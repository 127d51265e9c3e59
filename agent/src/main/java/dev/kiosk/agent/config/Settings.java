package dev.kiosk.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table of a TOML file, read key by key. Reading never throws: a value that is missing, of the
 * wrong form or out of range becomes a {@link Problem}, the fallback is returned, and reading goes
 * on, so that {@link #problems()} at the end names every mistake at once. A value is never bent
 * into its range.
 *
 * <p>A key that was read is known; whatever else stands in the file is a problem as well. So all
 * keys have to be read, also those of a feature that is off.
 *
 * <p>To be used by one thread.
 */
public final class Settings {

  private final Source source;
  private final String path;
  private final String heading;
  private final ObjectNode values;
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, List<Settings>> opened = new LinkedHashMap<>();

  private Settings(Source source, String path, String heading, ObjectNode values) {
    this.source = source;
    this.path = path;
    this.heading = heading;
    this.values = values;
  }

  /**
   * Reads a text as TOML 1.0. A text that is not TOML reads as empty and has one problem, with its
   * line.
   *
   * @param fileName for messages; nothing is opened
   */
  public static Settings parse(String fileName, String toml) {
    Source source = Source.parse(fileName, toml);
    return open(source, "", "the top of the file", source.content());
  }

  private static Settings open(Source source, String path, String heading, ObjectNode values) {
    var settings = new Settings(source, path, heading, values);
    source.opened(settings);
    return settings;
  }

  /** The table {@code [name]} inside this one; one that is missing reads as empty. */
  public Settings table(String name) {
    return opened.computeIfAbsent(name, this::openTable).get(0);
  }

  private List<Settings> openTable(String name) {
    String at = TomlIndex.join(path, name);
    String headed = "[" + at.replaceAll("\\[\\d+\\]", "") + "]";
    JsonNode value = read(name);
    if (value != null && !value.isObject()) {
      problem(name, Found.words(name, value) + "; expected a table, headed " + headed);
    }
    return List.of(open(source, at, headed, tableOrEmpty(value)));
  }

  /** The tables {@code [[name]]} inside this one, in the order of the file; none is no problem. */
  public List<Settings> tables(String name) {
    return opened.computeIfAbsent(name, this::openTables);
  }

  private List<Settings> openTables(String name) {
    String at = TomlIndex.join(path, name);
    String headed = "[[" + at.replaceAll("\\[\\d+\\]", "") + "]]";
    String expected = "; expected tables, each headed " + headed;
    JsonNode value = read(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      problem(name, Found.words(name, value) + expected);
      return List.of();
    }
    var tables = new ArrayList<Settings>();
    for (JsonNode element : value) {
      if (!element.isObject()) {
        problem(name, Found.words(name, element) + expected);
      }
      String numbered = at + '[' + (tables.size() + 1) + ']';
      tables.add(open(source, numbered, headed, tableOrEmpty(element)));
    }
    return List.copyOf(tables);
  }

  /** Whether the key is given, with whatever value. The key counts as read. */
  public boolean has(String key) {
    return read(key) != null;
  }

  /** A text in quotes. */
  public String text(String key, String fallback) {
    String text = optionalText(key);
    return text == null ? fallback : text;
  }

  /**
   * A text that must be given and not be blank.
   *
   * @param expected what the text is, for the message: "the name of the airline or airport"
   * @return the text; empty after a problem
   */
  public String requiredText(String key, String expected) {
    JsonNode value = read(key);
    if (value == null) {
      problem(key, "missing; expected " + expected);
      return "";
    }
    if (!value.isTextual()) {
      problem(key, Found.words(key, value) + "; expected text in quotes: " + expected);
      return "";
    }
    if (value.textValue().isBlank()) {
      problem(key, "empty; expected " + expected);
      return "";
    }
    return value.textValue();
  }

  /** A text in quotes, or null when it is not given. */
  public @Nullable String optionalText(String key) {
    JsonNode value = read(key);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      refuse(key, value, "text in quotes");
      return null;
    }
    return value.textValue();
  }

  /** A text, or a whole number read as one, for keys that take a number or a word. */
  public String wholeNumberOrText(String key, String fallback) {
    JsonNode value = read(key);
    return value != null && value.isIntegralNumber() ? value.asText() : text(key, fallback);
  }

  /** {@code true} or {@code false}, without quotes. */
  public boolean flag(String key, boolean fallback) {
    JsonNode value = read(key);
    if (value == null) {
      return fallback;
    }
    if (!value.isBoolean()) {
      refuse(key, value, "true or false, without quotes");
      return fallback;
    }
    return value.booleanValue();
  }

  /** A whole number from {@code least} to {@code most}. */
  public int wholeNumber(String key, int fallback, int least, int most) {
    Integer number = optionalWholeNumber(key, least, most);
    return number == null ? fallback : number;
  }

  /** A whole number from {@code least} to {@code most}, or null when it is not given. */
  public @Nullable Integer optionalWholeNumber(String key, int least, int most) {
    JsonNode value = read(key);
    if (value == null) {
      return null;
    }
    boolean fits = value.isIntegralNumber() && value.canConvertToInt();
    if (!fits || value.intValue() < least || value.intValue() > most) {
      String range =
          Found.range(String.valueOf(least), String.valueOf(most), most < Integer.MAX_VALUE);
      refuse(key, value, "a whole number " + range + unquoted(value));
      return null;
    }
    return value.intValue();
  }

  /** A number from {@code least} to {@code most}; whole numbers are numbers. */
  public double number(String key, double fallback, double least, double most) {
    Double number = optionalNumber(key, least, most);
    return number == null ? fallback : number;
  }

  /** A number from {@code least} to {@code most}, or null when it is not given. */
  public @Nullable Double optionalNumber(String key, double least, double most) {
    JsonNode value = read(key);
    if (value == null) {
      return null;
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!Double.isFinite(number) || number < least || number > most) {
      String range = Found.range(Found.number(least), Found.number(most), most < Double.MAX_VALUE);
      refuse(key, value, "a number " + range + unquoted(value));
      return null;
    }
    return number;
  }

  /** A duration such as {@code "500ms"}, from {@code least} to {@code most}. */
  public Duration duration(String key, Duration fallback, Duration least, Duration most) {
    JsonNode value = read(key);
    if (value == null) {
      return fallback;
    }
    Duration duration = durationIn(key, value, new Durations(least, most, ""));
    return duration == null ? fallback : duration;
  }

  /** Like {@link #duration}, or null for {@code "off"}. */
  public @Nullable Duration durationOrOff(
      String key, @Nullable Duration fallback, Duration least, Duration most) {
    JsonNode value = read(key);
    if (value == null) {
      return fallback;
    }
    if (value.isTextual() && value.textValue().equals("off")) {
      return null;
    }
    Duration duration = durationIn(key, value, new Durations(least, most, ", or \"off\""));
    return duration == null ? fallback : duration;
  }

  /** A size in bytes, written such as {@code "64MiB"}, from {@code least} to {@code most}. */
  public long size(String key, long fallback, long least, long most) {
    JsonNode value = read(key);
    if (value == null) {
      return fallback;
    }
    long bytes = value.isTextual() ? SizeForm.parse(value.textValue()) : -1;
    if (bytes < 0) {
      refuse(key, value, SizeForm.EXPECTED);
      return fallback;
    }
    if (bytes < least || bytes > most) {
      String range =
          Found.range(SizeForm.format(least), SizeForm.format(most), most < Long.MAX_VALUE);
      refuse(key, value, "a size " + range);
      return fallback;
    }
    return bytes;
  }

  /** One of the names of an enum, in lower case. */
  public <E extends Enum<E>> E oneOf(String key, E fallback, Class<E> type) {
    JsonNode value = read(key);
    if (value == null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (value.isTextual() && value.textValue().equals(lowerCase(constant))) {
        return constant;
      }
    }
    refuse(key, value, oneOfWords(type));
    return fallback;
  }

  /** Like {@link #oneOf}, but the key must be given; after a problem the stand-in is returned. */
  public <E extends Enum<E>> E requiredOneOf(String key, E standIn, Class<E> type) {
    if (!has(key)) {
      problem(key, "missing; expected " + oneOfWords(type));
    }
    return oneOf(key, standIn, type);
  }

  /**
   * Reports what only the caller can know: a check across keys that failed. It is placed at the
   * key, or at the heading of this table when the key is not given or is empty.
   *
   * @param message one line; what was found, what is expected
   */
  public void problem(String key, String message) {
    source.add(path, key.isEmpty() ? path : TomlIndex.join(path, key), message);
  }

  /** Adds what is worth knowing and no reason to refuse the file; placed as a problem is. */
  public void note(String key, String message) {
    source.addNote(path, TomlIndex.join(path, key), message);
  }

  /** All notes of the whole file, in its order. */
  public List<Problem> notes() {
    return source.notes();
  }

  /**
   * All problems of the whole file, in its order and then what is missing, with the keys and tables
   * that nobody has read so far. To be asked when all has been read.
   */
  public List<Problem> problems() {
    return source.problems(source.tables().stream().flatMap(Settings::unknown));
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException when there is any problem in the whole file
   */
  public void refuseProblems() throws ConfigException {
    List<Problem> problems = problems();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private Stream<Problem> unknown() {
    var names = new ArrayList<String>();
    values.fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name -> !known.contains(name))
        .map(name -> source.problemAt(path, TomlIndex.join(path, name), unknownWords(name)));
  }

  private String unknownWords(String name) {
    JsonNode value = values.get(name);
    boolean table = value.isObject() || (value.isArray() && value.path(0).isObject());
    String words = "unknown " + (table ? "table" : "key") + " '" + name + "'";
    String nearest = Nearest.of(name, known);
    if (nearest != null) {
      return words + "; did you mean '" + nearest + "'?";
    }
    for (Settings other : source.tables()) {
      if (other.known.contains(name)) {
        return words + "; it belongs in " + other.heading;
      }
    }
    return known.isEmpty()
        ? words
        : words + "; known in " + heading + ": " + String.join(", ", known);
  }

  private @Nullable JsonNode read(String key) {
    known.add(key);
    return values.get(key);
  }

  private void refuse(String key, JsonNode value, String expected) {
    problem(key, Found.words(key, value) + "; expected " + expected);
  }

  private record Durations(Duration least, Duration most, String orElse) {}

  private @Nullable Duration durationIn(String key, JsonNode value, Durations allowed) {
    Duration duration = value.isTextual() ? DurationForm.parse(value.textValue()) : null;
    if (duration == null) {
      refuse(key, value, DurationForm.EXPECTED + allowed.orElse);
      return null;
    }
    if (duration.compareTo(allowed.least) < 0 || duration.compareTo(allowed.most) > 0) {
      String range =
          Found.range(DurationForm.format(allowed.least), DurationForm.format(allowed.most), true);
      refuse(key, value, "a duration " + range + allowed.orElse);
      return null;
    }
    return duration;
  }

  private static String unquoted(JsonNode value) {
    return value.isTextual() ? ", without quotes" : "";
  }

  private static ObjectNode tableOrEmpty(@Nullable JsonNode value) {
    return value instanceof ObjectNode table ? table : JsonNodeFactory.instance.objectNode();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> String oneOfWords(Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .map(constant -> '"' + lowerCase(constant) + '"')
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}

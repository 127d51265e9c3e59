package dev.kiosk.agent.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import dev.kiosk.agent.config.TomlIndex.Place;
import dev.kiosk.agent.json.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all tables of one file share: its name, its places, and the problems found so far. */
final class Source {

  private final String file;
  private final TomlIndex index;
  private final ObjectNode content;
  private final @Nullable Problem syntax;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private final List<Settings> tables = new ArrayList<>();

  private Source(String file, TomlIndex index, ObjectNode content, @Nullable Problem syntax) {
    this.file = file;
    this.index = index;
    this.content = content;
    this.syntax = syntax;
  }

  /** Reads a text; one that is not TOML gives an empty source with one problem. */
  static Source parse(String file, String toml) {
    // Editors on Windows put a byte order mark in front, which TOML does not know.
    String text = toml.startsWith("\uFEFF") ? toml.substring(1) : toml;
    TomlIndex index = TomlIndex.of(text);
    ObjectNode empty = JsonNodeFactory.instance.objectNode();
    try (JsonParser parser = new TomlFactory().createParser(text)) {
      JsonNode root = JsonTree.next(parser);
      return new Source(file, index, root instanceof ObjectNode table ? table : empty, null);
    } catch (JsonProcessingException notToml) {
      return new Source(file, index, empty, syntaxProblem(file, index, notToml));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // it reads from memory
    }
  }

  ObjectNode content() {
    return content;
  }

  void opened(Settings table) {
    tables.add(table);
  }

  List<Settings> tables() {
    return tables;
  }

  /** Adds a problem at the key, or at its table's heading when the key is not there. */
  void add(String table, String path, String message) {
    problems.add(problemAt(table, path, message));
  }

  /** Adds a note, placed in the same way. */
  void addNote(String table, String path, String message) {
    notes.add(problemAt(table, path, message));
  }

  /** All notes in the order of the file. */
  List<Problem> notes() {
    return notes.stream().distinct().sorted(Source::asInTheFile).toList();
  }

  Problem problemAt(String table, String path, String message) {
    Place place = path.isEmpty() ? null : index.place(path);
    if (place == null && !table.isEmpty()) {
      place = index.place(table);
    }
    return place == null
        ? new Problem(file, 0, 0, path, message)
        : new Problem(file, place.line(), place.column(), path, message);
  }

  /** All problems in the order of the file; of a text that is not TOML nothing more can be said. */
  List<Problem> problems(Stream<Problem> unknown) {
    if (syntax != null) {
      return List.of(syntax);
    }
    return Stream.concat(problems.stream(), unknown)
        .distinct()
        .sorted(Source::asInTheFile)
        .toList();
  }

  private static Problem syntaxProblem(
      String file, TomlIndex index, JsonProcessingException notToml) {
    String words = notToml.getOriginalMessage();
    TomlIndex.Twice twice = index.twice();
    if (twice != null && (words.startsWith("Duplicate") || words.startsWith("Table redefined"))) {
      String message = "given twice; first in line " + twice.first().line();
      return new Problem(
          file, twice.second().line(), twice.second().column(), twice.path(), message);
    }
    var where = notToml.getLocation();
    int line = where == null ? 0 : Math.max(0, where.getLineNr());
    int column = where == null || line == 0 ? 0 : Math.max(1, where.getColumnNr());
    return new Problem(file, line, column, "", "not TOML: " + plain(words));
  }

  /** The parser's words, with what is most often behind them. */
  private static String plain(String words) {
    return switch (words) {
      case "Unknown token" -> "not understood here; text must stand in quotes, and '=' after a key";
      case "Newline not permitted here" ->
          "the line ends too early; a value, a closing quote or a closing bracket is missing";
      case "Premature end of file" ->
          "the file ends too early; a value, a closing quote or a closing bracket is missing";
      default -> words.lines().findFirst().orElse("not understood");
    };
  }

  /** By place; what is missing has none and comes last. */
  private static int asInTheFile(Problem one, Problem other) {
    if (one.line() == other.line()) {
      return Integer.compare(one.column(), other.column());
    }
    if (one.line() == 0 || other.line() == 0) {
      return one.line() == 0 ? 1 : -1;
    }
    return Integer.compare(one.line(), other.line());
  }
}

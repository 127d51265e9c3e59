package dev.kiosk.agent.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each key and table of a TOML text stands. The parser that reads the values keeps no places,
 * so this walks over the text a second time and looks at keys only (TOML 1.0, sections Keys, Table,
 * Inline Table, Array of Tables). It reads broken text too, and then finds what it can.
 */
final class TomlIndex {

  /** A place in the text; both numbers from 1. */
  record Place(int line, int column) {}

  /** A key or table that is given a second time. */
  record Twice(String path, Place first, Place second) {}

  /** Deeper values are left to the parser, which refuses them. */
  private static final int DEEPEST = 100;

  private final String text;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Integer> arrayLengths = new HashMap<>();
  private @Nullable Twice twice;
  private int at;
  private int line = 1;
  private int lineStart;

  private TomlIndex(String text) {
    this.text = text;
  }

  /** Reads the places of all keys of a text. */
  static TomlIndex of(String text) {
    var index = new TomlIndex(text);
    index.document();
    return index;
  }

  /**
   * The place of a dotted path such as {@code device[2].endpoint}, or null. A table without a
   * heading of its own stands where the first of its keys does.
   */
  @Nullable Place place(String path) {
    Place place = places.get(path);
    if (place != null) {
      return place;
    }
    return places.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(path + '.'))
        .map(Map.Entry::getValue)
        .min(Comparator.comparingInt(Place::line).thenComparingInt(Place::column))
        .orElse(null);
  }

  /** The first key or table that is given twice, or null. */
  @Nullable Twice twice() {
    return twice;
  }

  /** Puts a name behind a path; names that are not bare are quoted. */
  static String join(String path, String name) {
    boolean bare = !name.isEmpty() && name.chars().allMatch(TomlIndex::bare);
    String written = bare ? name : '"' + name + '"';
    return path.isEmpty() ? written : path + '.' + written;
  }

  private void document() {
    String table = "";
    while (at < text.length()) {
      blank();
      if (more('[')) {
        table = header();
        skipLine();
      } else if (at < text.length() && current() != '#' && current() != '\n') {
        pair(table, 0);
        skipLine();
      } else {
        skipLine();
      }
    }
  }

  /** Reads {@code [a.b]} or {@code [[a.b]]} and returns the path of the table it opens. */
  private String header() {
    Place place = here();
    next();
    boolean array = more('[');
    if (array) {
      next();
    }
    List<String> names = names();
    String path = "";
    for (int i = 0; i < names.size(); i++) {
      path = join(path, names.get(i));
      if (array && i == names.size() - 1) {
        places.putIfAbsent(path, place);
        arrayLengths.merge(path, 1, Integer::sum);
      }
      Integer length = arrayLengths.get(path);
      if (length != null) {
        path = path + '[' + length + ']';
      }
    }
    if (!path.isEmpty()) {
      note(path, place);
    }
    return path;
  }

  /** Reads {@code key = value}. */
  private void pair(String table, int depth) {
    Place place = here();
    String path = table;
    for (String name : names()) {
      path = join(path, name);
    }
    if (path.equals(table)) {
      return;
    }
    note(path, place);
    if (more('=')) {
      next();
      value(path, depth);
    }
  }

  private void value(String path, int depth) {
    blank();
    if (depth > DEEPEST || at >= text.length()) {
      return;
    }
    switch (current()) {
      case '"', '\'' -> string();
      case '[' -> array(path, depth);
      case '{' -> inlineTable(path, depth);
      default -> {
        while (at < text.length() && ",]}#\n".indexOf(current()) < 0) {
          next();
        }
      }
    }
  }

  private void array(String path, int depth) {
    next();
    int number = 0;
    while (at < text.length()) {
      blankLines();
      if (more(']')) {
        next();
        return;
      }
      if (more(',')) {
        next();
        continue;
      }
      String element = path + '[' + ++number + ']';
      if (more('{')) {
        note(element, here());
      }
      int before = at;
      value(element, depth + 1);
      if (at == before) {
        return; // broken text: nothing that a value could begin with
      }
    }
  }

  private void inlineTable(String path, int depth) {
    next();
    while (at < text.length() && current() != '\n') {
      blank();
      if (more('}')) {
        next();
        return;
      }
      if (more(',')) {
        next();
        continue;
      }
      int before = at;
      pair(path, depth + 1);
      if (at == before) {
        return; // broken text: no key
      }
    }
  }

  /** Reads a dotted key; stops, possibly empty, at what cannot belong to one. */
  private List<String> names() {
    var names = new ArrayList<String>();
    while (true) {
      blank();
      if (at >= text.length()) {
        return names;
      }
      char c = current();
      if (c == '"' || c == '\'') {
        int start = at + 1;
        string();
        names.add(text.substring(start, Math.max(start, at - 1)));
      } else if (bare(c)) {
        int start = at;
        while (at < text.length() && bare(current())) {
          next();
        }
        names.add(text.substring(start, at));
      } else {
        return names;
      }
      blank();
      if (!more('.')) {
        return names;
      }
      next();
    }
  }

  /** Skips a string of any of the four forms. */
  private void string() {
    char quote = current();
    String three = String.valueOf(quote).repeat(3);
    boolean lines = text.startsWith(three, at);
    for (int i = lines ? 3 : 1; i > 0; i--) {
      next();
    }
    while (at < text.length()) {
      char c = current();
      if (c == '\\' && quote == '"') {
        next();
        if (at < text.length()) {
          next();
        }
      } else if (lines && text.startsWith(three, at)) {
        while (more(quote)) { // up to two quotes may stand before the closing three
          next();
        }
        return;
      } else if (!lines && (c == quote || c == '\n')) {
        if (c == quote) {
          next();
        }
        return;
      } else {
        next();
      }
    }
  }

  private void note(String path, Place place) {
    Place first = places.putIfAbsent(path, place);
    if (first != null && twice == null) {
      twice = new Twice(path, first, place);
    }
  }

  private Place here() {
    return new Place(line, at - lineStart + 1);
  }

  private char current() {
    return text.charAt(at);
  }

  private boolean more(char wanted) {
    return at < text.length() && current() == wanted;
  }

  private void next() {
    if (text.charAt(at++) == '\n') {
      line++;
      lineStart = at;
    }
  }

  private void blank() {
    while (at < text.length() && (current() == ' ' || current() == '\t' || current() == '\r')) {
      next();
    }
  }

  private void blankLines() {
    blank();
    while (at < text.length() && (current() == '\n' || current() == '#')) {
      skipLine();
      blank();
    }
  }

  private void skipLine() {
    while (at < text.length() && current() != '\n') {
      next();
    }
    if (at < text.length()) {
      next();
    }
  }

  private static boolean bare(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}

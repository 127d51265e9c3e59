package dev.kiosk.agent.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes a configuration as TOML 1.0, one key a line, in the forms that {@link Settings} reads.
 * What comes from a default is marked so by a comment.
 */
public final class TomlWriter {

  private static final String BY_DEFAULT = " # default";

  private final StringBuilder text = new StringBuilder();
  private @Nullable Settings table;

  /** Begins the table {@code [name]}; whether a key stands in the file is looked up in there. */
  public void table(String name, Settings values) {
    heading("[" + name + "]", values);
  }

  /** Begins one more table {@code [[name]]}. */
  public void element(String name, Settings values) {
    heading("[[" + name + "]]", values);
  }

  private void heading(String written, Settings values) {
    text.append(text.isEmpty() ? "" : "\n").append(written).append('\n');
    table = values;
  }

  /** A text; it is quoted. */
  public void text(String key, String value) {
    line(key, quoted(value));
  }

  /** A text, or a comment that says what it means that there is none. */
  public void text(String key, @Nullable String value, String without) {
    if (value == null) {
      absent(key, without);
    } else {
      text(key, value);
    }
  }

  /** {@code true} or {@code false}. */
  public void flag(String key, boolean value) {
    line(key, String.valueOf(value));
  }

  /** A number; whole ones are written without fraction. */
  public void number(String key, double value) {
    line(key, Found.number(value));
  }

  /** A whole number, or a comment that says what it means that there is none. */
  public void number(String key, @Nullable Integer value, String without) {
    if (value == null) {
      absent(key, without);
    } else {
      line(key, value.toString());
    }
  }

  /** A duration. */
  public void duration(String key, Duration value) {
    line(key, quoted(DurationForm.format(value)));
  }

  /** A number of bytes. */
  public void size(String key, long bytes) {
    line(key, quoted(SizeForm.format(bytes)));
  }

  /** A key that has no value, with what that means. */
  public void absent(String key, String meaning) {
    comment(key + " is not set: " + meaning);
  }

  /** Lines for people. */
  public void comment(String words) {
    words.lines().forEach(line -> text.append("# ").append(plain(line)).append('\n'));
  }

  private void line(String key, String value) {
    boolean given = table != null && table.has(key);
    text.append(key).append(" = ").append(value).append(given ? "" : BY_DEFAULT).append('\n');
  }

  /** All that was written so far. */
  public String written() {
    return text.toString();
  }

  /** A comment must hold no control character but a tab (TOML 1.0, section Comment). */
  private static String plain(String words) {
    return words.replaceAll("\\p{Cntrl}", "?");
  }

  /** A basic string (TOML 1.0, section String). */
  private static String quoted(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\u%04X", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}

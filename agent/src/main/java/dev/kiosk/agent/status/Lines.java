package dev.kiosk.agent.status;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines for a terminal: indented, broken at 80 columns between words, coloured if wanted. */
final class Lines {

  private static final int COLUMNS = 80;
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  /** ANSI colours (ECMA-48, select graphic rendition). */
  enum Colour {
    RED("\u001b[31m"),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  private final StringBuilder text = new StringBuilder();
  private final boolean colours;

  Lines(boolean colours) {
    this.colours = colours;
  }

  /** An empty line and a heading in capitals. */
  void heading(String heading) {
    text.append('\n');
    write(colours ? BOLD : null, heading.toUpperCase(Locale.ROOT));
  }

  void add(int indent, String line) {
    add(indent, null, line);
  }

  /** A line; what does not fit goes on in the next one, two columns further in. */
  void add(int indent, @Nullable Colour colour, String line) {
    String code = colours && colour != null ? colour.code : null;
    var row = new StringBuilder(" ".repeat(indent));
    int used = indent;
    boolean first = true;
    for (String word : clean(line).split(" ")) {
      int length = word.codePointCount(0, word.length());
      if (!first && used + 1 + length > COLUMNS) {
        write(code, row.toString());
        row = new StringBuilder(" ".repeat(indent + 2));
        used = indent + 2;
        first = true;
      }
      if (!first) {
        row.append(' ');
        used++;
      }
      row.append(word);
      used += length;
      first = false;
    }
    write(code, row.toString());
  }

  String text() {
    return text.toString();
  }

  private void write(@Nullable String code, String row) {
    text.append(code == null ? row : code + row + PLAIN).append('\n');
  }

  /** Without control and format characters, which could move the cursor or turn the text round. */
  private static String clean(String line) {
    return line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}

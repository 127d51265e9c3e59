package dev.kiosk.agent.status;

import java.nio.charset.StandardCharsets;

/** Builds a page. Text is escaped unless it is handed in as markup on purpose. */
final class Html {

  private final StringBuilder page = new StringBuilder(8192);

  /** Markup of our own; never anything that came from outside. */
  Html raw(String markup) {
    page.append(markup);
    return this;
  }

  /** Text, escaped. */
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '&' -> page.append("&amp;");
        case '"' -> page.append("&quot;");
        case '\'' -> page.append("&#39;");
        default -> page.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return this;
  }

  /**
   * An element with text in it.
   *
   * @param style its class, of our own; empty for none
   */
  Html element(String name, String style, String text) {
    raw("<" + name + (style.isEmpty() ? "" : " class=\"" + style + "\"") + ">");
    return text(text).raw("</" + name + ">");
  }

  /** A row of a table with a heading in front. */
  void row(String heading, String text) {
    raw("<tr>").element("th", "", heading).element("td", "", text).raw("</tr>");
  }

  /** The beginning of a table with these headings. */
  void head(String... headings) {
    raw("<table><tr>");
    for (String heading : headings) {
      element("th", "", heading);
    }
    raw("</tr>");
  }

  byte[] bytes() {
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }
}

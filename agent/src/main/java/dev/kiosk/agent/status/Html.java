package dev.kiosk.agent.status;

import dev.kiosk.agent.condition.PlainText;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds markup. Text is escaped; names of elements, classes and attributes are our own, never
 * anything that came from outside.
 */
final class Html {

  private final StringBuilder page = new StringBuilder(4096);
  private final Deque<String> open = new ArrayDeque<>();
  private final boolean live;

  /**
   * An empty piece.
   *
   * @param live whether spans of time are left empty: the page's script fills them in and keeps
   *     them going, so that a piece in which only time has passed stays the same
   */
  Html(boolean live) {
    this.live = live;
  }

  /** Markup of our own. */
  Html raw(String markup) {
    page.append(markup);
    return this;
  }

  /** Text, escaped. */
  Html text(String text) {
    text.codePoints().forEach(this::character);
    return this;
  }

  private void character(int codePoint) {
    switch (codePoint) {
      case '<' -> page.append("&lt;");
      case '>' -> page.append("&gt;");
      case '&' -> page.append("&amp;");
      case '"' -> page.append("&quot;");
      case '\'' -> page.append("&#39;");
      default -> page.appendCodePoint(PlainText.isPlain(codePoint) ? codePoint : '?');
    }
  }

  /**
   * Opens an element.
   *
   * @param tag its name and attributes, for instance {@code p class="code"}
   */
  Html open(String tag) {
    int space = tag.indexOf(' ');
    open.push(space < 0 ? tag : tag.substring(0, space));
    return raw("<" + tag + ">");
  }

  /** Closes the element that was opened last. */
  Html close() {
    return raw("</" + open.pop() + ">");
  }

  /** An element with text in it. */
  Html element(String tag, String text) {
    return open(tag).text(text).close();
  }

  /** How long ago a moment was, for instance "12 min". */
  Html ago(long thenMillis, long nowMillis) {
    return time("ago", thenMillis, Spans.since(thenMillis, nowMillis));
  }

  /** How long it is until a moment, for instance "7 s". */
  Html until(long thenMillis, long nowMillis) {
    return time("until", thenMillis, Spans.words(Math.max(0, thenMillis - nowMillis)));
  }

  private Html time(String kind, long millis, String words) {
    open(
        "time class=\"%s\" data-ms=\"%d\" datetime=\"%s\""
            .formatted(kind, millis, Instant.ofEpochMilli(millis)));
    return text(live ? "" : words).close();
  }

  /** The markup so far. */
  String markup() {
    return page.toString();
  }
}

package dev.kiosk.agent.status;

import java.util.function.Consumer;

/** A list of headings, each with what there is to say. */
final class Rows {

  private final Html html;

  /** Begins the list. */
  Rows(Html html) {
    this.html = html.open("dl class=\"rows\"");
  }

  /** A heading with text. */
  Rows row(String heading, String text) {
    return row(heading, body -> body.text(text));
  }

  /** A heading with whatever is drawn. */
  Rows row(String heading, Consumer<Html> body) {
    return row(heading, "dd", body);
  }

  /** A heading with text that a person should see first. */
  Rows warning(String heading, String text) {
    return row(heading, "dd class=\"ill\"", body -> body.text(text));
  }

  private Rows row(String heading, String tag, Consumer<Html> body) {
    html.element("dt", heading).open(tag);
    body.accept(html);
    html.close();
    return this;
  }

  /** Ends the list. */
  void end() {
    html.close();
  }
}

package dev.kiosk.agent.status;

import org.jspecify.annotations.Nullable;

/** The top of the page: is the kiosk healthy, and if not, what is wrong and what to do first. */
final class Banner {

  private Banner() {}

  static void draw(Html html, View view) {
    StatusSnapshot snapshot = view.snapshot();
    Health health = view.assessment().health();
    html.open("header id=\"top\" class=\"" + health.wireName() + "\"");
    html.open("p class=\"who\"").element("strong", snapshot.kiosk().host());
    html.text(" of " + snapshot.kiosk().tenantId()).close();
    html.open("p class=\"health\"");
    html.element("span class=\"mark\" aria-hidden=\"true\"", View.mark(health));
    html.text(" " + View.capital(health.wireName())).close();
    if (view.assessment().problems().isEmpty()) {
      html.element("h1", view.assessment().headline());
      html.element("p class=\"next\"", "Nothing to do.");
    } else {
      first(html, view);
    }
    String warning = OfflineWords.warning(snapshot.buffer());
    if (warning != null) {
      html.element("p class=\"notice\"", warning);
    }
    service(html, snapshot.service(), view.now());
    html.close();
  }

  private static void first(Html html, View view) {
    int count = view.assessment().problems().size();
    Assessment.Trouble first = view.assessment().problems().get(0);
    html.open("h1").text(Spans.counted(count, "problems"));
    html.text(count == 1 ? ": " : "; the first: ").text(first.what());
    view.when(html, first);
    html.text(".").close();
    String next = first.next();
    html.open("p class=\"next\"");
    if (next == null) {
      html.text("Nothing to do here.");
    } else if (next.startsWith("Nothing to do")) {
      html.text(next);
    } else {
      html.element("strong", "To do:").text(" " + next);
    }
    html.close();
  }

  private static void service(Html html, @Nullable Service service, long now) {
    if (service != null) {
      html.open("p class=\"notice\"").text("Service mode: " + service.by());
      html.text(" works on the kiosk, and no operator is called. It ends by itself in ");
      html.until(now + service.leftMillis(), now).text(".").close();
    }
  }
}

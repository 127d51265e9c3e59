package dev.kiosk.agent.status;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Renders the parts of the page, each an element with an id of its own, so that a page that is open
 * takes over just the parts that changed.
 */
final class PageParts {

  /** The sections that are always there, in their order, with their headings by their ids. */
  private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("devices", "Devices");
    SECTIONS.put("server", "Server");
    SECTIONS.put("buffer", "Buffer");
    SECTIONS.put("limits", "Thresholds");
    SECTIONS.put("host", "The last hour");
    SECTIONS.put("changes", "What happened lately");
    SECTIONS.put("agent", "The agent itself");
  }

  private final View view;
  private final boolean live;
  private final Map<String, String> parts = new LinkedHashMap<>();

  private PageParts(View view, boolean live) {
    this.view = view;
    this.live = live;
  }

  /**
   * The parts in the order of the page, by their ids.
   *
   * @param zone for times of day
   * @param live whether spans of time are left to the page's script
   */
  static Map<String, String> of(StatusSnapshot snapshot, ZoneId zone, boolean live) {
    var parts = new PageParts(View.of(snapshot, zone), live);
    parts.bare("top", Banner::draw);
    parts.bare("clock", PageParts::clock);
    parts.bare("facts", Facts::draw);
    parts.bare("ways", PageParts::ways);
    if (parts.view.assessment().problems().size() > 1) {
      parts.headed("problems", "All problems", ProblemList::draw);
    } else {
      parts.bare("problems", (html, view) -> html.open("section id=\"problems\"").close());
    }
    parts.section("devices", PageParts::devices);
    parts.section("server", ServerRows::draw);
    parts.section("buffer", BufferRows::draw);
    parts.section("limits", PageParts::thresholds);
    parts.section("host", (html, view) -> Charts.draw(html, view.snapshot()));
    parts.section("changes", PageParts::changes);
    parts.section("agent", AgentRows::draw);
    return parts.parts;
  }

  private void bare(String id, BiConsumer<Html, View> body) {
    var html = new Html(live);
    body.accept(html, view);
    parts.put(id, html.markup());
  }

  private void section(String id, BiConsumer<Html, View> body) {
    headed(id, SECTIONS.getOrDefault(id, id), body);
  }

  private void headed(String id, String heading, BiConsumer<Html, View> body) {
    bare(
        id,
        (html, view) -> {
          html.open("section id=\"" + id + "\" aria-labelledby=\"" + id + "-h\"");
          html.element("h2 id=\"" + id + "-h\"", heading);
          body.accept(html, view);
          html.close();
        });
  }

  /** So that times of day can be read, and a clock that is wrong is seen. */
  private static void clock(Html html, View view) {
    html.element("p id=\"clock\"", "Now " + view.clock().full() + " by the kiosk's clock");
  }

  /** On a phone the page is long. */
  private static void ways(Html html, View view) {
    html.open("nav id=\"ways\" aria-label=\"On this page\"");
    SECTIONS.forEach((id, heading) -> html.element("a href=\"#" + id + "\"", heading).text(" "));
    html.close();
  }

  private static void devices(Html html, View view) {
    if (view.snapshot().devices().isEmpty()) {
      html.element("p", "No devices are configured.");
      return;
    }
    html.open("div class=\"cards\"");
    view.snapshot().devices().forEach(device -> DeviceCard.draw(html, device, view));
    html.close();
  }

  private static void thresholds(Html html, View view) {
    if (view.snapshot().thresholds().isEmpty()) {
      html.element("p", "No thresholds are set.");
      return;
    }
    var rows = new Rows(html);
    for (StatusSnapshot.Threshold threshold : view.snapshot().thresholds()) {
      String metric = View.capital(threshold.metric().words());
      String words = LimitWords.of(threshold, view.clock());
      if (threshold.exceeded()) {
        rows.warning(metric, words);
      } else {
        rows.row(metric, words);
      }
    }
    rows.end();
  }

  private static void changes(Html html, View view) {
    int count = view.snapshot().changes().size();
    html.element("p class=\"meta\"", Spans.counted(count, "changes") + ", the newest first");
    html.open("div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-labelledby=\"changes-h\"");
    html.open("ol class=\"changes\"");
    for (Change change : view.snapshot().changes()) {
      html.open("li class=\"" + change.health().wireName() + "\"");
      html.element("span class=\"mark\" aria-hidden=\"true\"", View.mark(change.health()));
      html.element("span class=\"when\"", view.clock().at(change.atMillis()));
      html.element("span", View.capital(change.what())).close();
    }
    html.close().close();
  }
}

package dev.kiosk.agent.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page: complete as it is sent, so that it can be read without its script. The script keeps it
 * fresh (see {@link LiveStreams}) and says so when the agent no longer answers, so that nobody
 * takes an old state for a present one.
 */
final class StatusPage {

  /** Style, script and icon of this page from this server, and nothing else. */
  static final String POLICY =
      "default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String HTML = "text/html; charset=utf-8";

  /** What belongs to the page, by path. */
  private static final Map<String, String> TYPES =
      Map.of(
          "/page.css", "text/css; charset=utf-8",
          "/page.js", "text/javascript; charset=utf-8",
          "/icon.svg", "image/svg+xml");

  private StatusPage() {}

  /**
   * Reads what belongs to the page. It is not kept: nobody looks at a kiosk most of the time.
   *
   * @param path for instance {@code /page.css}
   * @return null when it is something else
   * @throws UncheckedIOException when the program is incomplete
   */
  static @Nullable Resource file(String path) {
    String type = TYPES.get(path);
    if (type == null) {
      return null;
    }
    try (InputStream in = StatusPage.class.getResourceAsStream(path.substring(1))) {
      if (in == null) {
        throw new IOException(path + " is missing in the program; install it again");
      }
      return new Resource(type, in.readAllBytes());
    } catch (IOException incomplete) {
      throw new UncheckedIOException(incomplete);
    }
  }

  /** The parts of the page by their ids, for a page that is open already. */
  static Map<String, String> parts(StatusSnapshot snapshot) {
    return PageParts.of(snapshot, ZoneId.systemDefault(), true);
  }

  /** The whole page. */
  static Resource render(StatusSnapshot snapshot) {
    Map<String, String> parts = PageParts.of(snapshot, ZoneId.systemDefault(), false);
    var html = new Html(false);
    html.raw("<!doctype html>\n").open("html lang=\"en\"").open("head");
    html.raw("<meta charset=\"utf-8\">");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">");
    html.raw(
        "<meta name=\"description\" content=\"What is wrong with this kiosk, and what to do\">");
    html.element("title", snapshot.kiosk().host() + ": kiosk agent");
    html.raw("<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">");
    html.raw("<link rel=\"stylesheet\" href=\"/page.css\">");
    html.raw("<script src=\"/page.js\" defer></script>");
    html.raw("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>").close();
    html.open("body data-now=\"" + snapshot.takenMillis() + "\"");
    html.raw("<p id=\"stale\" role=\"alert\" hidden></p>");
    html.raw("<p id=\"say\" role=\"status\" class=\"unseen\"></p>");
    html.raw(String.valueOf(parts.remove("top"))).open("main");
    parts.values().forEach(html::raw);
    html.close().close().close().raw("\n");
    return new Resource(HTML, html.markup().getBytes(StandardCharsets.UTF_8));
  }
}

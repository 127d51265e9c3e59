package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import dev.kiosk.agent.telemetry.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.Base64;

/**
 * Renders a snapshot as a page that needs nothing from elsewhere. Its script fetches the page anew
 * every two seconds, and says so when the agent no longer answers, so that nobody takes an old
 * state for a present one.
 */
final class StatusPage {

  /** The content type that goes with the page. */
  static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private final ZoneId zone;
  private final String style;
  private final String script;
  private final String policy;

  private StatusPage(ZoneId zone, String style, String script, String policy) {
    this.zone = zone;
    this.style = style;
    this.script = script;
    this.policy = policy;
  }

  /**
   * Loads what the page is made of.
   *
   * @param zone for times of day
   * @throws IOException when the program is incomplete
   */
  static StatusPage load(ZoneId zone) throws IOException {
    String style = resource("page.css");
    String script = resource("page.js");
    String policy =
        "default-src 'none'; connect-src 'self'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            .formatted(hash(style), hash(script));
    return new StatusPage(zone, style, script, policy);
  }

  /** The Content-Security-Policy: this page's own style and script, and nothing else. */
  String policy() {
    return policy;
  }

  /** The page, UTF-8. */
  byte[] render(StatusSnapshot snapshot) {
    var html = new Html();
    html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.raw("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
    html.element("title", "", snapshot.kiosk().host() + ": kiosk agent");
    html.raw("<style>").raw(style).raw("</style></head><body>");
    html.raw("<p id=\"stale\" role=\"alert\" hidden></p><main id=\"main\">");
    var clock = new Clock(zone, snapshot.takenMillis());
    top(html, snapshot, clock);
    devices(html, snapshot);
    server(html, snapshot, clock);
    buffer(html, snapshot, clock);
    limits(html, snapshot, clock);
    agent(html, snapshot, clock);
    html.raw("</main><script>").raw(script).raw("</script></body></html>\n");
    return html.bytes();
  }

  private static void top(Html html, StatusSnapshot snapshot, Clock clock) {
    Assessment assessment = Assessment.of(snapshot);
    html.raw("<header class=\"" + assessment.health().wireName() + "\">");
    html.element("p", "health", assessment.health().wireName());
    html.element("h1", "", assessment.headline());
    html.element(
        "p",
        "",
        "Kiosk %s of %s, as of %s."
            .formatted(
                snapshot.kiosk().host(),
                snapshot.kiosk().tenantId(),
                clock.at(snapshot.takenMillis())));
    html.raw("</header>");
    if (assessment.problems().size() > 1) {
      html.element("h2", "", "All problems").raw("<ul>");
      for (Assessment.Trouble problem : assessment.problems()) {
        Long since = problem.sinceMillis();
        String span = since == null ? "" : " (" + span(since, snapshot) + ")";
        String next = problem.next() == null ? "" : " " + problem.next();
        html.element("li", problem.health().wireName(), problem.what() + span + "." + next);
      }
      html.raw("</ul>");
    }
  }

  private static void devices(Html html, StatusSnapshot snapshot) {
    html.element("h2", "", "Devices");
    if (snapshot.devices().isEmpty()) {
      html.element("p", "", "None are configured.");
      return;
    }
    html.head("Device", "State", "What is wrong, what to do", "Asked", "Who says so");
    for (DeviceStatus device : snapshot.devices()) {
      html.raw("<tr>");
      html.element("td", "", device.role() + " (" + device.id() + ")");
      Long since = device.sinceMillis();
      String span = since == null ? "" : " for " + span(since, snapshot);
      html.element("td", device.state().wireName(), device.state().wireName() + span);
      html.raw("<td>");
      if (device.conditions().isEmpty()) {
        html.element("div", "", device.sentence());
      }
      for (RaisedCondition condition : device.conditions()) {
        condition(html, condition);
      }
      for (DeviceStatus.AlsoSeen also : device.alsoSeen()) {
        html.element("div", "code", also.code() + " comes from " + also.because());
      }
      html.raw("</td>");
      Long age = device.ageMillis();
      html.element("td", "", age == null ? "not yet" : Spans.words(age) + " ago");
      html.element("td", "", source(device));
      html.raw("</tr>");
    }
    html.raw("</table>");
  }

  private static void condition(Html html, RaisedCondition condition) {
    String subject = condition.subject() == null ? "" : ", " + condition.subject();
    String flapping = condition.flapping() ? ", comes and goes" : "";
    html.element("div", "", condition.wrong() + " " + condition.next());
    html.element("div", "code", condition.code() + subject + flapping);
  }

  private static String source(DeviceStatus device) {
    var source = new StringBuilder(device.source() == null ? "" : device.source());
    if (device.model() != null) {
      source.append(source.isEmpty() ? "" : ", ").append(device.model());
    }
    if (device.serial() != null) {
      source.append(source.isEmpty() ? "" : ", ").append("serial number ").append(device.serial());
    }
    return source.toString();
  }

  private static void server(Html html, StatusSnapshot snapshot, Clock clock) {
    Server server = snapshot.server();
    html.element("h2", "", "Server").raw("<table>");
    html.row("Address", server.url());
    String contract = server.contract() == null ? "" : " (" + server.contract() + ")";
    html.row(
        "State",
        server.state().wireName() + " for " + span(server.sinceMillis(), snapshot) + contract);
    if (server.everythingUpToMillis() != null) {
      html.row("The server has everything up to", clock.at(server.everythingUpToMillis()));
    }
    if (server.nextTryInMillis() != null) {
      html.row("Next try in", Spans.words(server.nextTryInMillis()));
    }
    if (server.lastError() != null) {
      boolean connected = server.state() == ServerState.CONNECTED;
      html.row(connected ? "The last connection ended" : "Why", server.lastError());
    }
    html.row("Attempts since the start", String.valueOf(server.attempts()));
    StatusSnapshot.Certificate certificate = server.certificate();
    if (certificate != null) {
      html.row("Certificate", CertificateWords.of(certificate, snapshot.takenMillis()));
    }
    if (server.certificateTrouble() != null) {
      html.row("Note", CertificateWords.NOT_USED + server.certificateTrouble());
    }
    server.notes().forEach(note -> html.row("Note", note));
    html.raw("</table>");
  }

  private static void buffer(Html html, StatusSnapshot snapshot, Clock clock) {
    Buffer buffer = snapshot.buffer();
    html.element("h2", "", "Buffer").raw("<table>");
    for (Lane lane : buffer.lanes()) {
      Long oldest = lane.oldestMillis();
      String age = oldest == null ? "" : ", the oldest " + span(oldest, snapshot) + " old";
      html.row("Waiting " + lane.name(), lane.held() + age);
    }
    String level = Spans.number(buffer.levelPercent()) + " % of " + Spans.size(buffer.maxBytes());
    html.row("Used", level + ", pressure " + buffer.pressure() + " of 3");
    if (buffer.canStayOfflineMillis() != null) {
      html.row("Without the server", LossWords.offline(buffer.canStayOfflineMillis()));
    }
    if (buffer.refusing() != null) {
      html.row("The disk refuses", buffer.refusing());
    }
    if (buffer.bytesWrittenToday() != null) {
      html.row("Written to disk today", Spans.size(buffer.bytesWrittenToday()));
    }
    if (buffer.losses().isEmpty()) {
      html.row("Lost", "nothing");
    }
    for (Loss loss : buffer.losses()) {
      String at = loss.atMillis() == null ? "" : ", last at " + clock.at(loss.atMillis());
      html.row("Lost", LossWords.of(loss) + at);
    }
    html.raw("</table>");
  }

  private static void limits(Html html, StatusSnapshot snapshot, Clock clock) {
    html.element("h2", "", "Host").raw("<table>");
    for (Reading reading : snapshot.readings()) {
      String unit = " " + reading.metric().unit().symbol();
      String age = ", " + span(reading.wallMillis(), snapshot) + " ago";
      html.row(reading.metric().words(), Spans.number(reading.value()) + unit + age);
    }
    for (Threshold threshold : snapshot.thresholds()) {
      html.row("Limit of " + threshold.metric().words(), LimitWords.of(threshold, clock));
    }
    html.raw("</table>");
  }

  private static void agent(Html html, StatusSnapshot snapshot, Clock clock) {
    html.element("h2", "", "Agent").raw("<table>");
    html.row("Version", snapshot.agent().version());
    String started = " (since " + clock.at(snapshot.agent().startedMillis()) + ")";
    html.row("Running for", Spans.words(snapshot.agent().uptimeMillis()) + started);
    html.row("Configuration", snapshot.agent().configFile());
    html.raw("</table><p class=\"code\">For programs: ");
    html.raw("<a href=\"/status\">/status</a> <a href=\"/metrics\">/metrics</a></p>");
  }

  private static String span(long sinceMillis, StatusSnapshot snapshot) {
    return Spans.since(sinceMillis, snapshot.takenMillis());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = StatusPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing in the program; install it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String hash(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(sha);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}

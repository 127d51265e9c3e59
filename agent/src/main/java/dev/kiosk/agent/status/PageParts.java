package dev.kiosk.agent.status;

import dev.kiosk.agent.status.Assessment.Trouble;
import dev.kiosk.agent.status.StatusSnapshot.Buffer;
import dev.kiosk.agent.status.StatusSnapshot.Lane;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders the parts of the page, each an element with an id of its own, so that a page that is open
 * takes over just the parts that changed.
 */
final class PageParts {

  private final StatusSnapshot snapshot;
  private final Assessment assessment;
  private final Clock clock;
  private final long now;
  private final boolean live;
  private final Map<String, String> parts = new LinkedHashMap<>();

  private PageParts(StatusSnapshot snapshot, ZoneId zone, boolean live) {
    this.snapshot = snapshot;
    this.assessment = Assessment.of(snapshot);
    this.clock = new Clock(zone, snapshot.takenMillis());
    this.now = snapshot.takenMillis();
    this.live = live;
  }

  /**
   * The parts in the order of the page, by their ids.
   *
   * @param zone for times of day
   * @param live whether spans of time are left to the page's script
   */
  static Map<String, String> of(StatusSnapshot snapshot, ZoneId zone, boolean live) {
    var parts = new PageParts(snapshot, zone, live);
    parts.top();
    parts.facts();
    parts.problems();
    parts.devices();
    parts.server();
    parts.buffer();
    parts.limits();
    parts.part("host", "The last hour", html -> Charts.draw(html, snapshot));
    parts.changes();
    parts.agent();
    return parts.parts;
  }

  private interface Body {
    void write(Html html);
  }

  private void part(String id, String heading, Body body) {
    var html = new Html(live);
    html.open("section id=\"" + id + "\" aria-labelledby=\"" + id + "-h\"");
    html.element("h2 id=\"" + id + "-h\"", heading);
    body.write(html);
    parts.put(id, html.close().markup());
  }

  private void top() {
    var html = new Html(live);
    html.open("header id=\"top\" class=\"" + assessment.health().wireName() + "\"");
    html.open("p class=\"who\"").element("strong", snapshot.kiosk().host());
    html.text(" of " + snapshot.kiosk().tenantId()).close();
    html.open("p class=\"health\"");
    html.element("span class=\"mark\" aria-hidden=\"true\"", mark(assessment.health()));
    html.text(" " + word(assessment.health())).close();
    html.open("h1");
    headline(html);
    html.close();
    Service service = snapshot.service();
    if (service != null) {
      html.open("p class=\"service\"").text("Service mode: " + service.by());
      html.text(" works on the kiosk, and no operator is called. It ends by itself in ");
      html.until(now + service.leftMillis(), now).text(".").close();
    }
    parts.put("top", html.close().markup());
  }

  private void headline(Html html) {
    if (assessment.problems().isEmpty()) {
      html.text(assessment.headline());
      return;
    }
    Trouble first = assessment.problems().get(0);
    int count = assessment.problems().size();
    html.text(Spans.counted(count, "problems") + (count == 1 ? ": " : "; the first: "));
    html.text(first.what());
    since(html, first);
    html.text(".");
    if (first.next() != null) {
      html.text(" ").element("span class=\"next\"", first.next());
    }
  }

  private void since(Html html, Trouble problem) {
    Long since = problem.sinceMillis();
    if (since != null) {
      html.text(problem.lasts() ? " (for " : " (").ago(since, now);
      html.text(problem.lasts() ? ")" : " ago)");
    }
  }

  static String mark(Health health) {
    return switch (health) {
      case HEALTHY -> "\u2713";
      case WARNING -> "!";
      case CRITICAL -> "\u2715";
    };
  }

  private static String word(Health health) {
    return switch (health) {
      case HEALTHY -> "Healthy";
      case WARNING -> "Warning";
      case CRITICAL -> "Critical";
    };
  }

  /** The three answers that everybody asks for. */
  private void facts() {
    var html = new Html(live);
    html.open("dl id=\"facts\"");
    Server server = snapshot.server();
    boolean connected = server.state() == ServerState.CONNECTED;
    html.open("div class=\"" + (connected ? "well" : "ill") + "\"").element("dt", "Server");
    html.open("dd");
    if (connected) {
      html.text("Connected. ");
    } else {
      html.text(word(server.state()) + " for ").ago(server.sinceMillis(), now).text(". ");
    }
    Long upTo = server.everythingUpToMillis();
    html.text(
        upTo == null
            ? "What it has is not known yet."
            : "It has everything up to " + clock.at(upTo) + ".");
    html.close().close();
    Buffer buffer = snapshot.buffer();
    Long offline = buffer.canStayOfflineMillis();
    boolean room = buffer.refusing() == null && (offline == null || offline >= 1000);
    html.open("div class=\"" + (room ? "well" : "ill") + "\"").element("dt", "Without the server");
    html.element("dd", offlineWords(buffer, offline)).close();
    boolean lost = buffer.losses().stream().anyMatch(LossWords::certain);
    html.open("div class=\"" + (lost ? "ill" : "well") + "\"").element("dt", "Lost");
    html.element("dd", lostWords(buffer)).close();
    parts.put("facts", html.close().markup());
  }

  private static String offlineWords(Buffer buffer, @Nullable Long left) {
    if (buffer.refusing() != null) {
      return "The disk refuses; events live in memory only.";
    }
    return left == null
        ? "How long it can stay offline is not known."
        : capital(LossWords.offline(left)) + ".";
  }

  private static String lostWords(Buffer buffer) {
    if (buffer.losses().isEmpty()) {
      return "Nothing.";
    }
    var words = new ArrayList<String>();
    buffer.losses().forEach(loss -> words.add(capital(LossWords.of(loss)) + "."));
    return String.join(" ", words);
  }

  /** How a connection is told to people. */
  static String word(ServerState state) {
    return switch (state) {
      case CONNECTED -> "Connected";
      case CONNECTING, GREETING -> "Connecting";
      case WAITING -> "Not connected";
      case REJECTED -> "Refused by the server";
      case UNKNOWN -> "Unknown";
    };
  }

  private void problems() {
    if (assessment.problems().size() < 2) {
      parts.put("problems", new Html(live).open("section id=\"problems\"").close().markup());
      return;
    }
    part(
        "problems",
        "All problems",
        html -> {
          html.open("ol");
          for (Trouble problem : assessment.problems()) {
            html.open("li class=\"" + problem.health().wireName() + "\"");
            html.element("span class=\"mark\" aria-hidden=\"true\"", mark(problem.health()));
            html.open("div").open("strong").text(capital(problem.what()));
            since(html, problem);
            html.text(".").close();
            if (problem.next() != null) {
              html.text(" " + problem.next());
            }
            html.close().close();
          }
          html.close();
        });
  }

  private void devices() {
    part(
        "devices",
        "Devices",
        html -> {
          if (snapshot.devices().isEmpty()) {
            html.element("p", "None are configured.");
            return;
          }
          html.open("div class=\"cards\"");
          snapshot.devices().forEach(device -> DeviceCard.draw(html, device, snapshot));
          html.close();
        });
  }

  private void server() {
    Server server = snapshot.server();
    part(
        "server",
        "Server",
        html -> {
          html.open("dl class=\"rows\"");
          row(html, "Address", server.url());
          html.element("dt", "State").open("dd").text(word(server.state()) + " for ");
          html.ago(server.sinceMillis(), now).text(" (since " + clock.at(server.sinceMillis()));
          html.text(")").close();
          if (server.contract() != null) {
            row(html, "Speaks", server.contract());
          }
          Long upTo = server.everythingUpToMillis();
          row(html, "Has everything up to", upTo == null ? "not known yet" : clock.at(upTo));
          Long nextTry = server.nextTryInMillis();
          if (nextTry != null) {
            html.element("dt", "Next try in").open("dd");
            html.until((now + nextTry) / 100 * 100, now).close();
          }
          if (server.lastError() != null) {
            boolean connected = server.state() == ServerState.CONNECTED;
            row(html, connected ? "The last connection ended" : "Why", server.lastError());
          }
          row(html, "Connections tried", server.attempts() + " since the agent was started");
          StatusSnapshot.Certificate certificate = server.certificate();
          if (certificate != null) {
            row(html, "Certificate", CertificateWords.of(certificate, now));
          }
          if (server.certificateTrouble() != null) {
            row(html, "Note", CertificateWords.NOT_USED + server.certificateTrouble());
          }
          server.notes().forEach(note -> row(html, "Note", note));
          html.close();
        });
  }

  private void buffer() {
    Buffer buffer = snapshot.buffer();
    part(
        "buffer",
        "Buffer",
        html -> {
          html.open("dl class=\"rows\"");
          for (Lane lane : buffer.lanes()) {
            Long oldest = lane.oldestMillis();
            html.element("dt", "Waiting " + lane.name()).open("dd");
            html.text(String.valueOf(lane.held()));
            if (oldest != null && lane.held() > 0) {
              html.text(", the oldest ").ago(oldest / 1000 * 1000, now).text(" old");
            }
            html.close();
          }
          String level = Spans.number(buffer.levelPercent()) + " % of ";
          String slower = buffer.pressure() > 0 ? "; it is asked less often to save room" : "";
          row(html, "Used", level + Spans.size(buffer.maxBytes()) + slower);
          row(
              html,
              "Without the server",
              capital(offlineWords(buffer, buffer.canStayOfflineMillis())));
          if (buffer.refusing() != null) {
            row(html, "The disk refuses", buffer.refusing());
          }
          if (buffer.losses().isEmpty()) {
            row(html, "Lost", "nothing");
          }
          for (Loss loss : buffer.losses()) {
            String at = loss.atMillis() == null ? "" : ", last at " + clock.at(loss.atMillis());
            row(html, "Lost", LossWords.of(loss) + at);
          }
          html.close();
        });
  }

  private void limits() {
    part(
        "limits",
        "Thresholds",
        html -> {
          if (snapshot.thresholds().isEmpty()) {
            html.element("p", "None are set.");
            return;
          }
          html.open("dl class=\"rows\"");
          for (Threshold threshold : snapshot.thresholds()) {
            String style = threshold.exceeded() ? "dd class=\"bad\"" : "dd";
            html.element("dt", capital(threshold.metric().words()));
            html.element(style, LimitWords.of(threshold, clock));
          }
          html.close();
        });
  }

  private void changes() {
    List<Change> changes = snapshot.changes();
    part(
        "changes",
        "What happened lately",
        html -> {
          html.open(
              "div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-labelledby=\"changes-h\"");
          html.open("ol class=\"changes\"");
          for (Change change : changes) {
            html.open("li class=\"" + change.health().wireName() + "\"");
            html.element("span class=\"mark\" aria-hidden=\"true\"", mark(change.health()));
            html.element("span class=\"when\"", clock.at(change.atMillis()));
            html.element("span", capital(change.what())).close();
          }
          html.close().close();
        });
  }

  private void agent() {
    StatusSnapshot.Agent agent = snapshot.agent();
    StatusSnapshot.Use use = agent.use();
    part(
        "agent",
        "The agent itself",
        html -> {
          html.open("dl class=\"rows\"");
          row(html, "Version", agent.version());
          html.element("dt", "Running for").open("dd").ago(agent.startedMillis(), now);
          html.text(" (since " + clock.at(agent.startedMillis()) + ")").close();
          row(html, "Configuration", agent.configFile());
          Long written = snapshot.buffer().bytesWrittenToday();
          row(html, "Written to disk today", written == null ? "not known" : Spans.size(written));
          Long memory = use.residentBytes();
          row(html, "Memory (RSS)", memory == null ? "not known" : Spans.size(memory));
          Double cpu = use.cpuPercent();
          row(
              html,
              "Processor",
              cpu == null ? "not known" : Spans.share(cpu) + " of one core over the last minute");
          html.close();
          html.open("p class=\"meta\"").text("For programs: ");
          html.element("a href=\"/status\"", "/status").text(" (JSON), ");
          html.element("a href=\"/metrics\"", "/metrics").text(" (Prometheus)").close();
        });
  }

  private static void row(Html html, String heading, String text) {
    html.element("dt", heading).element("dd", text);
  }

  /** With a capital in front. */
  static String capital(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}

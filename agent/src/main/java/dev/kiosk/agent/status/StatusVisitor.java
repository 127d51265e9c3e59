package dev.kiosk.agent.status;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.door.Visit;
import dev.kiosk.agent.door.Visitor;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.status.http.Answer;
import dev.kiosk.agent.status.http.Exchange;
import dev.kiosk.agent.status.http.Request;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers each request for the status. */
final class StatusVisitor implements Visitor {

  /** Of each answer. */
  private static final String FIELDS =
      "Cache-Control: no-store\r\n"
          + "X-Content-Type-Options: nosniff\r\n"
          + "Referrer-Policy: no-referrer\r\n"
          + "X-Frame-Options: DENY\r\n"
          + "Cross-Origin-Opener-Policy: same-origin\r\n"
          + "Cross-Origin-Resource-Policy: same-origin\r\n"
          + "Content-Security-Policy: "
          + StatusPage.POLICY
          + "\r\n";

  private final HostCheck hosts;
  private final Supplier<StatusSnapshot> snapshots;
  private final Counters counters;
  private final Time time;
  private final LiveStreams streams = new LiveStreams(this::frame);

  StatusVisitor(HostCheck hosts, Supplier<StatusSnapshot> snapshots, Counters counters, Time time) {
    this.hosts = hosts;
    this.snapshots = snapshots;
    this.counters = counters;
    this.time = time;
  }

  LiveStreams streams() {
    return streams;
  }

  /** How the page is now. */
  LiveStreams.Frame frame() {
    StatusSnapshot snapshot = snapshots.get();
    return new LiveStreams.Frame(snapshot.takenMillis(), StatusPage.parts(snapshot));
  }

  @Override
  public void receive(Visit visit) throws IOException {
    var exchange = new Exchange(visit, time, FIELDS);
    Request request = exchange.read();
    if (request == null) {
      return;
    }
    Answer answer = answerOrFailure(request, exchange.local());
    if (answer == LiveStreams.ANSWER && !request.isHead()) {
      if (kept(exchange)) {
        return;
      }
      answer =
          refused(
              Counter.STATUS_REFUSED_PAGES,
              503,
              "too many pages are open; close one, or ask for /status");
    }
    exchange.send(answer);
  }

  private boolean kept(Exchange exchange) throws IOException {
    try {
      return streams.serve(exchange);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Answer answerOrFailure(Request request, InetSocketAddress local) {
    try {
      return answer(request, local);
    } catch (RuntimeException failure) { // a bug in what is shown must not look like a hang
      counters.count(Counter.STATUS_FAILURES);
      Log.error(failure, "The status could not be shown");
      return Answer.text(500, "the status could not be shown; the agent's log says why");
    }
  }

  private Answer answer(Request request, InetSocketAddress local) {
    if (!request.hasItsHost()) {
      return refused(
          Counter.STATUS_REFUSED_HOST, 400, "a request names its host in one field, Host");
    }
    if (!hosts.allows(request.host(), local)) {
      return refused(
          Counter.STATUS_REFUSED_HOST,
          403,
          "refused: ask by 127.0.0.1, localhost, [::1] or the configured address");
    }
    if (!hosts.allowsOrigin(request.all("origin"), local)
        || !HostCheck.allowsFetch(
            request.first("sec-fetch-site"),
            request.first("sec-fetch-mode"),
            request.first("sec-fetch-dest"))) {
      return refused(
          Counter.STATUS_REFUSED_ORIGIN,
          403,
          "refused: the page of another site must not read this one");
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      return refused(
          Counter.STATUS_REFUSED_METHOD, 405, "only GET and HEAD; nothing can be changed here");
    }
    return resource(request.path());
  }

  private Answer resource(String path) {
    Resource file = StatusPage.file(path);
    if (file != null) {
      return of(file);
    }
    return switch (path) {
      case "/" -> of(StatusPage.render(snapshots.get()));
      case "/events" -> LiveStreams.ANSWER;
      case "/status" -> Answer.of(200, "application/json", StatusJson.write(snapshots.get()));
      case "/metrics" ->
          Answer.of(
              200,
              MetricsText.CONTENT_TYPE,
              MetricsText.of(snapshots.get(), streams.open()).getBytes(StandardCharsets.UTF_8));
      case "/healthz" -> Answer.text(200, "ok");
      default ->
          refused(
              Counter.STATUS_REFUSED_PATH,
              404,
              "not here; there are /, /status, /metrics and /healthz");
    };
  }

  private static Answer of(Resource resource) {
    return Answer.of(200, resource.type(), resource.bytes());
  }

  private Answer refused(Counter why, int code, String words) {
    counters.count(why);
    return Answer.text(code, words);
  }
}

package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.HttpAnswers.answer;
import static dev.kiosk.simulator.hub.HttpAnswers.refuse;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kiosk.simulator.hub.access.Grant;
import dev.kiosk.simulator.hub.access.Pass;
import dev.kiosk.simulator.hub.metrics.Counters;
import dev.kiosk.simulator.hub.metrics.Exposition;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** What the hub tells over plain HTTP; GET and HEAD only. Nothing is changed by it. */
final class HttpApi extends Handler.Abstract {

  /** How many commands the audit list tells at once, the last ones. */
  private static final int MAX_AUDIT = 500;

  private final Core core;
  private final Readers readers = new Readers();

  /** The API of a hub. */
  HttpApi(Core core) {
    this.core = core;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String method = request.getMethod();
    String path = Request.getPathInContext(request);
    if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      refuse(response, callback, 405, "only GET and HEAD");
      return true;
    }
    switch (path) {
      case "/healthz" -> health(response, callback);
      case "/metrics" -> metrics(request, response, callback);
      case "/api/hosts", "/api/events", "/api/audit", "/api/thresholds", "/api/page" ->
          api(request, response, callback);
      case "/ws/agent", "/ws/telemetry", "/ws/page" ->
          refuse(response, callback, 426, path + " speaks WebSocket only");
      default -> refuse(response, callback, 404, "nothing here; / says what there is");
    }
    return true;
  }

  private void health(Response response, Callback callback) {
    String failure = core.store().failure();
    response.setStatus(failure == null ? 200 : 503);
    answer(
        response,
        callback,
        HttpAnswers.JSON,
        "{\"status\":\"%s\"%s%s%s}\n"
            .formatted(
                failure == null ? "ok" : "failed",
                failure == null ? "" : ",\"reason\":\"" + quoted(failure) + "\"",
                core.peers().bringsEvents()
                    ? ",\"hubs\":%d".formatted(1 + core.peers().hubs().size())
                    : "",
                audit(core.book().behindMillis())));
  }

  /** Events are stored all the same, so it is told and no failure. Seconds are rounded up. */
  static String audit(long behindMillis) {
    String words = "behind for %d s, commands are refused: its disk does not answer";
    return behindMillis == 0
        ? ""
        : ",\"audit\":\"%s\"".formatted(words.formatted((behindMillis + 999) / 1000));
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** Figures of all tenants together, so not for a token of one. */
  private void metrics(Request request, Response response, Callback callback) {
    Pass pass = core.access().pass(request);
    if (pass == null || !pass.grant().mayReadAll()) {
      core.counters().refused(Counters.Door.HTTP);
      int status = pass == null ? core.access().refusal() : 403;
      refuse(
          response, callback, status, "this needs a token with tenant=* and role=viewer or admin");
      return;
    }
    answer(response, callback, Exposition.CONTENT_TYPE, HubFigures.of(core));
  }

  private void api(Request request, Response response, Callback callback) throws IOException {
    Pass pass = core.access().pass(request);
    if (pass == null || !pass.grant().isReader()) {
      core.counters().refused(Counters.Door.HTTP);
      int status = pass == null ? core.access().refusal() : 403;
      refuse(response, callback, status, "this needs a token that may read, and no other origin");
      return;
    }
    Grant grant = pass.grant();
    String tenant = Request.extractQueryParameters(request).getValue("tenant");
    String scope = tenant != null || grant.tenantId().equals(Grant.ANY) ? tenant : grant.tenantId();
    if (scope != null && !grant.mayRead(scope)) {
      core.counters().refused(Counters.Door.HTTP);
      refuse(response, callback, 403, "this token does not read tenant " + scope);
    } else if (Request.getPathInContext(request).equals("/api/page")) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpAnswers.JSON);
      stream(scope, response, callback, out -> PageGrant.write(out, core, grant));
    } else {
      tell(request, scope, response, callback);
    }
  }

  /** Tells what is asked for, of one tenant or, where it is null, of all. */
  private void tell(Request request, @Nullable String scope, Response response, Callback callback)
      throws IOException {
    Fields query = Request.extractQueryParameters(request);
    String host = query.getValue("host");
    switch (Request.getPathInContext(request)) {
      case "/api/hosts" -> {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpAnswers.JSON);
        var chosen = new HostList.Chosen(scope, host);
        stream(scope, response, callback, out -> HostList.write(out, core, chosen));
      }
      case "/api/audit" ->
          answer(response, callback, HttpAnswers.JSON, core.book().audit(scope, host, MAX_AUDIT));
      case "/api/thresholds" ->
          answer(response, callback, HttpAnswers.JSON, core.book().thresholds(scope, host));
      default -> events(query, scope, response, callback);
    }
  }

  private void events(Fields query, @Nullable String tenant, Response response, Callback callback)
      throws IOException {
    EventExport export;
    try {
      export = EventExport.of(core.store(), tenant, query);
    } catch (IllegalArgumentException wrong) {
      refuse(response, callback, 400, String.valueOf(wrong.getMessage()));
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
    stream(tenant, response, callback, export::write);
  }

  /**
   * Writes a body of any length. When the store cannot be read, which is an {@link
   * UncheckedIOException}, it leaves the stream open.
   */
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  private void stream(@Nullable String tenant, Response response, Callback callback, Body body)
      throws IOException {
    String of = tenant == null ? Grant.ANY : tenant;
    if (!readers.enter(of)) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
      refuse(response, callback, 503, "too many readers at once");
      return;
    }
    try {
      OutputStream out = Content.Sink.asOutputStream(response);
      body.write(out);
      out.close(); // only here: behind a failure it would make a part look like the whole
    } catch (UncheckedIOException unreadable) {
      fail(unreadable, response, callback);
      return;
    } catch (IOException gone) {
      callback.failed(gone);
      return;
    } finally {
      readers.leave(of);
    }
    callback.succeeded();
  }

  /** Refuses, or cuts the answer off where some of it is on its way. */
  private static void fail(UncheckedIOException unreadable, Response response, Callback callback) {
    if (response.isCommitted()) {
      callback.failed(unreadable);
      return;
    }
    response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    refuse(response, callback, 503, String.valueOf(unreadable.getMessage()));
  }
}

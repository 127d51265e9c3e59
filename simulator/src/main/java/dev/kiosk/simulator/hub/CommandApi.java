package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.HttpAnswers.answer;
import static dev.kiosk.simulator.hub.HttpAnswers.refuse;

import dev.kiosk.simulator.hub.access.Grant;
import dev.kiosk.simulator.hub.access.Pass;
import dev.kiosk.simulator.hub.command.Answer;
import dev.kiosk.simulator.hub.command.Asker;
import dev.kiosk.simulator.hub.metrics.Counters;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Commands over HTTP: {@code POST /api/commands?tenant=T} with a command of the contract; the
 * answer is the ack or nack, when it is there.
 *
 * <p>A web page elsewhere cannot make a browser send one: the token counts in the header only, or,
 * where there are no tokens, Origin and Host must be the hub's own; and the content type is one
 * that browsers do not send across origins unasked. No thread waits for a body or an answer.
 */
final class CommandApi extends Handler.Abstract {

  private static final String PATH = "/api/commands";
  private static final String TOO_LONG = "a command has at most 65536 bytes";

  /** What a nack's word is in HTTP; others say that the command could not be done as it is: 422. */
  private static final Map<String, Integer> STATUS_OF_WORD =
      Map.of(
          "ack", 200,
          "malformed", 400,
          "wrong-host", 409,
          "storage-failed", 502,
          "offline", 503,
          "timeout", 504);

  private final Core core;
  private final CommandDesk desk;

  CommandApi(Core core) {
    this.core = core;
    this.desk = new CommandDesk(core);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!Request.getPathInContext(request).equals(PATH)) {
      return false;
    }
    if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      refuse(response, callback, 405, PATH + " is for POST");
      return true;
    }
    Pass pass = core.access().passToChange(request);
    if (pass == null || !pass.grant().mayCommand()) {
      core.counters().refused(Counters.Door.HTTP);
      int status = pass == null ? core.access().refusal() : 403;
      refuse(
          response, callback, status, "this needs a token that may command, and no other origin");
      return true;
    }
    String tenant = tenant(request, pass.grant());
    if (tenant == null) {
      refuse(response, callback, 400, "tenant= is missing");
    } else if (!pass.grant().mayRead(tenant)) {
      core.counters().refused(Counters.Door.HTTP);
      refuse(response, callback, 403, "this token does not command tenant " + tenant);
    } else if (!isJson(request)) {
      refuse(response, callback, 415, "the content type must be application/json");
    } else if (request.getLength() > CommandDesk.MAX_COMMAND_BYTES) {
      refuse(response, callback, 413, TOO_LONG);
    } else {
      read(request, tenant, new Caller(pass.grant(), response, callback));
    }
    return true;
  }

  private static @Nullable String tenant(Request request, Grant grant) {
    String asked = Request.extractQueryParameters(request).getValue("tenant");
    String tenant = asked != null ? asked : grant.tenantId();
    return Fields.isName(tenant) && !tenant.equals(Grant.ANY) ? tenant : null;
  }

  private static boolean isJson(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null
        && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(HttpAnswers.JSON);
  }

  private void read(Request request, String tenant, Caller caller) {
    RequestBody.read(
        request,
        CommandDesk.MAX_COMMAND_BYTES,
        body -> take(body, tenant, caller),
        () -> caller.refuse(413, TOO_LONG));
  }

  private void take(byte[] body, String tenant, Caller caller) {
    String frame = new String(body, StandardCharsets.UTF_8);
    String nobody = desk.take(frame, tenant, caller.grant, caller);
    if (nobody != null) {
      caller.refuse(400, nobody);
    }
  }

  /** A request that waits for its answer; one that comes late finds nobody any more. */
  private static final class Caller implements Asker {

    private final Grant grant;
    private final Response response;
    private final Callback callback;
    private final AtomicBoolean answered = new AtomicBoolean();

    private Caller(Grant grant, Response response, Callback callback) {
      this.grant = grant;
      this.response = response;
      this.callback = callback;
    }

    @Override
    public String who() {
      return grant.name();
    }

    @Override
    public void answered(Answer answer) {
      if (answered.compareAndSet(false, true)) {
        response.setStatus(STATUS_OF_WORD.getOrDefault(answer.word(), 422));
        answer(response, callback, HttpAnswers.JSON, answer.json() + "\n");
      }
    }

    private void refuse(int status, String why) {
      HttpAnswers.refuse(response, callback, status, why);
    }
  }
}

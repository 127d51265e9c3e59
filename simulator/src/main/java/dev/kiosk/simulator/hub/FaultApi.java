package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kiosk.simulator.hub.access.Access;
import dev.kiosk.simulator.hub.fault.Faults;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * Sets the faults of a hub that was started for it. Answers are JSON: {@code {"words": "what
 * holds"}}, or {@code {"error": "one sentence"}} and then nothing was changed.
 *
 * <pre>
 * GET /api/faults                              what holds
 * PUT /api/faults?receipts=late:2s&amp;silent=off  sets and mends, see {@link Faults}
 * </pre>
 *
 * <p>Only for callers on this machine, under its own names, and not for pages from elsewhere.
 */
final class FaultApi extends Handler.Abstract {

  private static final String PATH = "/api/faults";

  private final FaultSwitches switches;

  /** The interface to these switches. */
  FaultApi(FaultSwitches switches) {
    this.switches = switches;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!Request.getPathInContext(request).equals(PATH)) {
      return false;
    }
    if (!isFromHere(request)) {
      refuse(response, callback, 403, "faults are for callers on this machine only.");
      return true;
    }
    switch (request.getMethod()) {
      case "GET" -> answer(response, callback, "words", switches.faults().words());
      case "PUT" -> change(request, response, callback);
      default -> {
        response.getHeaders().put(HttpHeader.ALLOW, "GET, PUT");
        refuse(response, callback, 405, PATH + " is for GET and PUT.");
      }
    }
    return true;
  }

  private static boolean isFromHere(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress from
        && from.getAddress().isLoopbackAddress()
        && Access.isLocal(request);
  }

  private void change(Request request, Response response, Callback callback) {
    try {
      Fields asked = Request.extractQueryParameters(request);
      Faults now = switches.change(before -> with(before, asked));
      answer(response, callback, "words", now.words());
    } catch (IllegalArgumentException unknown) {
      refuse(response, callback, 400, String.valueOf(unknown.getMessage()));
    }
  }

  private static Faults with(Faults before, Fields asked) {
    Faults faults = before;
    for (Fields.Field one : asked) {
      faults = faults.with(one.getName(), one.getValue());
    }
    return faults;
  }

  private static void refuse(Response response, Callback callback, int status, String why) {
    response.setStatus(status);
    answer(response, callback, "error", why);
  }

  private static void answer(Response response, Callback callback, String key, String sentence) {
    String body = JsonNodeFactory.instance.objectNode().put(key, sentence) + "\n";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
  }
}

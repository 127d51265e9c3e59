package dev.kiosk.simulator.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Short answers of the HTTP interface. */
final class HttpAnswers {

  static final String JSON = "application/json";

  private HttpAnswers() {}

  /** Answers whole; nobody is to keep it or to guess its type. */
  static void answer(Response response, Callback callback, String type, String body) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
  }

  /** Answers a request that is not done, with a sentence why. */
  static void refuse(Response response, Callback callback, int status, String why) {
    response.setStatus(status);
    if (status == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    answer(response, callback, "text/plain;charset=utf-8", why + "\n");
  }
}

package dev.kiosk.simulator.hub;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes what is left of a request's body after it was answered, so that a refusal arrives: a
 * connection that is closed under a sender who is not done is reset, and the sender may lose the
 * answer with it (RFC 9112 section 9.6). The connection then serves the next request. A body that
 * goes on for longer than anything here could want is cut off after all.
 */
final class WholeRequests extends Handler.Wrapper {

  private static final int MAX_BYTES = 1024 * 1024;

  WholeRequests(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      return super.handle(request, response, callback); // its sender asks before it sends a body
    }
    return super.handle(
        request,
        response,
        Callback.from(() -> new Rest(request, callback).run(), callback::failed));
  }

  /** What of the body nobody has read. */
  private static final class Rest implements Runnable {

    private final Content.Source source;
    private final Callback end;
    private int discarded;

    private Rest(Content.Source source, Callback end) {
      this.source = source;
      this.end = end;
    }

    @Override
    public void run() {
      while (discarded <= MAX_BYTES) {
        Content.Chunk chunk = source.read();
        if (chunk == null) {
          source.demand(this);
          return;
        }
        discarded += chunk.remaining();
        chunk.release();
        if (chunk.isLast()) { // as a failure is, but for one that can be read over
          break;
        }
      }
      end.succeeded();
    }
  }
}

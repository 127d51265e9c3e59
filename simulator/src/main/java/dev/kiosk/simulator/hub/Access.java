package dev.kiosk.simulator.hub;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Decides who a request comes from.
 *
 * <p>With tokens: {@code Authorization: Bearer TOKEN} (RFC 6750, 2.1), or the query parameter
 * {@code access_token} (2.3) for browsers, whose WebSocket cannot set a header. Without tokens the
 * hub listens on loopback only and lets everybody in, except what a web page from elsewhere sends
 * through a browser on this machine: that shows by an Origin or Host that is not loopback.
 */
final class Access {

  private static final String BEARER = "bearer ";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final @Nullable Tokens tokens;

  /** Access by the tokens given, or, when null, for loopback only. */
  Access(@Nullable Tokens tokens) {
    this.tokens = tokens;
  }

  /** What the request may do, or null when it may not come in. */
  @Nullable Grant grant(Request request) {
    if (tokens == null) {
      return isLocal(request) ? Grant.OPEN : null;
    }
    String token = token(request);
    return token == null ? null : tokens.find(token);
  }

  /** The status for a request without a grant: 401 asks for a token, 403 says that none helps. */
  int refusal() {
    return tokens == null ? 403 : 401;
  }

  private static @Nullable String token(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return header.substring(BEARER.length()).strip();
    }
    return Request.extractQueryParameters(request).getValue("access_token");
  }

  /** Whether it names this machine by a loopback name, and comes from no other page. */
  static boolean isLocal(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return LOOPBACK.contains(String.valueOf(Request.getServerName(request)))
        && (origin == null || LOOPBACK.contains(hostOf(origin)));
  }

  private static String hostOf(String origin) {
    try {
      return String.valueOf(URI.create(origin).getHost());
    } catch (IllegalArgumentException nonsense) {
      return "";
    }
  }
}

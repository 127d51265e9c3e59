package dev.kiosk.simulator.hub.access;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Decides who a request comes from, and ends connections whose token is taken away.
 *
 * <p>With tokens: {@code Authorization: Bearer TOKEN} (RFC 6750, 2.1), or the query parameter
 * {@code access_token} (2.3) for browsers, whose WebSocket cannot set a header. Without tokens the
 * hub listens on loopback only and lets everybody in, except what a web page from elsewhere sends
 * through a browser on this machine: that shows by an Origin or Host that is not loopback. It sets
 * and reads no cookies, so nothing that a browser adds by itself lets anybody in.
 */
public final class Access {

  private static final String BEARER = "bearer ";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final @Nullable TokenFile file;
  private final Set<Guest> guests = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Tokens tokens;
  private volatile @Nullable String trouble;

  /** A file of tokens and whether it has changed. */
  private record TokenFile(Path path, FileWatch watch) {}

  private Access(@Nullable TokenFile file, @Nullable Tokens tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  /** Lets in everybody on this machine. */
  public static Access open() {
    return new Access(null, null);
  }

  /**
   * Lets in those whom a file names.
   *
   * @throws BadFileException when the file cannot be read or has mistakes
   */
  public static Access by(Path tokenFile) throws BadFileException {
    FileWatch watch = new FileWatch(List.of(tokenFile)); // before reading, to miss no change
    return new Access(new TokenFile(tokenFile, watch), Tokens.read(tokenFile));
  }

  /** Whether there are tokens. */
  public boolean hasTokens() {
    return tokens != null;
  }

  /** What the request may read and open, or null when it may not come in. */
  public @Nullable Pass pass(Request request) {
    Tokens known = tokens;
    if (known == null) {
      return isLocal(request) ? Pass.OPEN : null;
    }
    String token = bearer(request);
    if (token == null) {
      token = Request.extractQueryParameters(request).getValue("access_token");
    }
    return token == null ? null : known.find(token);
  }

  /**
   * What the request may change, or null when it may not come in. Stricter than reading: a token
   * counts in the header only, and without tokens a page that sends it must be the hub's own.
   */
  public @Nullable Pass passToChange(Request request) {
    Tokens known = tokens;
    if (known == null) {
      return isLocal(request) && isOwnPage(request) ? Pass.OPEN : null;
    }
    String token = bearer(request);
    return token == null ? null : known.find(token);
  }

  /** The status for a request without a pass: 401 asks for a token, 403 says that none helps. */
  public int refusal() {
    return hasTokens() ? 401 : 403;
  }

  /** Takes note of a connection that was opened; one whose token is gone by now ends at once. */
  public void enter(Guest guest) {
    guests.add(guest);
    Tokens now = tokens;
    if (now != null && !now.confirms(guest.pass())) {
      guest.expelled();
    }
  }

  /** Forgets a connection that ended. */
  public void leave(Guest guest) {
    guests.remove(guest);
  }

  /** Why the token file as it is now is not in force, or null as long as all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /**
   * Reads the tokens again when their file has changed, and ends the connections of those that are
   * gone or changed. A file with mistakes changes nothing. To be called every second or so.
   */
  public void refresh() {
    TokenFile watched = file;
    if (watched == null || !watched.watch().hasChanged()) {
      return;
    }
    Tokens now;
    try {
      now = Tokens.read(watched.path());
    } catch (BadFileException wrong) {
      trouble = wrong.words();
      Logger.warn("{}; the tokens from before stay in force", wrong.words());
      return;
    }
    trouble = null;
    tokens = now;
    int expelled = 0;
    for (Guest guest : guests) {
      if (!now.confirms(guest.pass())) {
        guest.expelled();
        expelled++;
      }
    }
    Logger.info(
        "token file {} read again: {} tokens, {} connections ended",
        watched.path(),
        now.count(),
        expelled);
  }

  private static @Nullable String bearer(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /** Whether it names this machine by a loopback name, and comes from no other machine's page. */
  public static boolean isLocal(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return LOOPBACK.contains(String.valueOf(Request.getServerName(request)))
        && (origin == null || LOOPBACK.contains(String.valueOf(uri(origin).getHost())));
  }

  /** Whether it comes from no page, or from one that this hub served under the name asked for. */
  private static boolean isOwnPage(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    String authority = request.getHeaders().get(HttpHeader.HOST);
    return origin == null || String.valueOf(uri(origin).getAuthority()).equals(authority);
  }

  private static URI uri(String origin) {
    try {
      return URI.create(origin);
    } catch (IllegalArgumentException nonsense) {
      return URI.create("");
    }
  }
}

package dev.kiosk.agent.link.websocket;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of the answer to an upgrade (RFC 9112 section 4, RFC 9110 section 10.2.3).
 *
 * @param status three digits
 * @param phrase what the server wrote behind the status; often empty
 * @param retryAfterSeconds its Retry-After, from 0; empty when it has none that can be read
 */
record HttpAnswer(int status, String phrase, OptionalLong retryAfterSeconds) {

  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/\\d\\.\\d (\\d{3})(?: (.*))?", Pattern.DOTALL);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /**
   * Reads a head.
   *
   * @param head lines with CR LF, the empty one at the end may be missing
   * @param wallMillis now, for a Retry-After that names a moment while the answer has no Date
   * @return null if this is no HTTP
   */
  static @Nullable HttpAnswer parse(String head, long wallMillis) {
    String[] lines = head.split("\r\n");
    Matcher first = STATUS_LINE.matcher(lines[0]);
    if (!first.matches()) {
      return null;
    }
    var fields = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
        fields.putIfAbsent(name, lines[i].substring(colon + 1).strip());
      }
    }
    String phrase = first.group(2);
    return new HttpAnswer(
        Integer.parseInt(first.group(1)),
        phrase == null ? "" : phrase.strip(),
        retryAfter(fields, wallMillis));
  }

  private static OptionalLong retryAfter(Map<String, String> fields, long wallMillis) {
    String wish = fields.getOrDefault("retry-after", "");
    if (SECONDS.matcher(wish).matches()) {
      return OptionalLong.of(Long.parseLong(wish));
    }
    OptionalLong then = wish.isEmpty() ? OptionalLong.empty() : epochSecond(wish);
    if (then.isEmpty()) {
      return then;
    }
    // The server's own clock where it tells it: a kiosk's may stand in 1970 until it has a network.
    OptionalLong date = epochSecond(fields.getOrDefault("date", ""));
    long nowSeconds = date.orElse(wallMillis / 1000);
    return OptionalLong.of(Math.max(0, then.getAsLong() - nowSeconds));
  }

  private static OptionalLong epochSecond(String httpDate) {
    try {
      var parsed = ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME);
      return OptionalLong.of(parsed.toEpochSecond());
    } catch (DateTimeException unreadable) {
      return OptionalLong.empty(); // then it is as if the field were missing
    }
  }

  /** For people: what was answered, and what that means where the number alone says too little. */
  String words() {
    String said = phrase.isEmpty() ? "" : " " + phrase;
    return "the server refused the upgrade with HTTP " + status + said + meaning();
  }

  private String meaning() {
    if (status == 401 || status == 403) {
      return " (the token was not accepted)";
    }
    if (status == 404) {
      return " (no such path on this server)";
    }
    return status >= 300 && status < 400 ? " (redirects are not followed)" : "";
  }
}

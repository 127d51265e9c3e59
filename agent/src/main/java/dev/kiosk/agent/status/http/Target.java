package dev.kiosk.agent.status.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request is for (RFC 9112, section 3.2).
 *
 * @param authority the host, perhaps with a port, where it is named in the target itself; it then
 *     counts instead of the Host field. Null when only that field names one
 * @param path without the query, percent-decoded to one character a byte; empty when it is for no
 *     path
 */
record Target(@Nullable String authority, String path) {

  private static final String SCHEME = "http://";

  /**
   * Takes a target apart.
   *
   * @throws BadRequestException when it has none of the four forms, or one that does not go with
   *     the method
   */
  static Target parse(String method, String text) throws BadRequestException {
    if (method.equals("CONNECT") || (method.equals("OPTIONS") && text.equals("*"))) {
      return new Target(null, ""); // both are refused, whatever they are for
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == '#') {
        throw wrong();
      }
    }
    if (text.startsWith("/")) {
      return new Target(null, path(text));
    }
    String scheme = text.substring(0, Math.min(text.length(), SCHEME.length()));
    if (!scheme.toLowerCase(Locale.ROOT).equals(SCHEME)) {
      throw wrong();
    }
    int end = SCHEME.length();
    while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
      end++;
    }
    String path = path(text.substring(end));
    return new Target(text.substring(SCHEME.length(), end), path.isEmpty() ? "/" : path);
  }

  private static String path(String text) throws BadRequestException {
    int query = text.indexOf('?');
    String coded = query < 0 ? text : text.substring(0, query);
    if (coded.indexOf('%') < 0) {
      return coded;
    }
    var path = new StringBuilder(coded.length());
    for (int i = 0; i < coded.length(); i++) {
      char c = coded.charAt(i);
      if (c == '%') {
        c = (char) (digit(coded, i + 1) << 4 | digit(coded, i + 2));
        i += 2;
      }
      path.append(c);
    }
    return path.toString();
  }

  private static int digit(String coded, int at) throws BadRequestException {
    int value = at < coded.length() ? Character.digit(coded.charAt(at), 16) : -1;
    if (value < 0) {
      throw new BadRequestException(400, "after % in a path two hexadecimal digits are expected");
    }
    return value;
  }

  private static BadRequestException wrong() {
    return new BadRequestException(
        400, "the path of a request begins with / and has visible ASCII characters only");
  }
}

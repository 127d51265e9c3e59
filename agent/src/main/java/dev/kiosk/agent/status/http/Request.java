package dev.kiosk.agent.status.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of a request. */
public final class Request {

  private final String method;
  private final Target target;
  private final boolean old;
  private final List<String> fields; // a name in lower case, its value, and so on

  /**
   * Of what a parser has found.
   *
   * @param old whether it is of HTTP/1.0
   * @param fields a name in lower case, then its value, and so on
   */
  Request(String method, Target target, boolean old, List<String> fields) {
    this.method = method;
    this.target = target;
    this.old = old;
    this.fields = List.copyOf(fields);
  }

  /** The method; {@code get} is not {@code GET}. */
  public String method() {
    return method;
  }

  /** Whether only the head of the answer is wanted. */
  public boolean isHead() {
    return method.equals("HEAD");
  }

  /** The path without the query, percent-decoded to one character a byte. */
  public String path() {
    return target.path();
  }

  /** The values of a field in the order in which they came; none when it is not there. */
  public List<String> all(String lowerCaseName) {
    var values = new ArrayList<String>();
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equals(lowerCaseName)) {
        values.add(fields.get(i + 1));
      }
    }
    return values;
  }

  /** The first value of a field; null when it is not there. */
  public @Nullable String first(String lowerCaseName) {
    List<String> values = all(lowerCaseName);
    return values.isEmpty() ? null : values.get(0);
  }

  /** Whether it names its host in the way that its version asks for: once (RFC 9112, 3.2). */
  public boolean hasItsHost() {
    int hosts = all("host").size();
    return hosts == 1 || (hosts == 0 && old);
  }

  /** The host that it is meant for, perhaps with a port; null when it names none. */
  public @Nullable String host() {
    String authority = target.authority();
    return authority == null ? first("host") : authority;
  }

  /** Whether a body follows, of whatever length. */
  boolean hasBody() {
    String length = first("content-length");
    return first("transfer-encoding") != null || (length != null && !length.equals("0"));
  }
}

package dev.kiosk.agent.device.transport;

import dev.kiosk.agent.device.ShownEndpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a device listens.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record TcpEndpoint(String host, int port) {

  /** How an endpoint of this kind begins. */
  public static final String SCHEME = "tcp://";

  private static final Pattern FORM =
      Pattern.compile("tcp://(?:\\[([^\\[\\]]*)\\]|([^:/\\[\\]@?#]*))(?::([0-9]{1,9}))?");
  private static final Pattern NAME =
      Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,31}\\.?");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 =
      Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:]{2,39}([0-9.]{0,15})(%[A-Za-z0-9._-]{1,32})?");
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");

  /**
   * Reads {@code tcp://host} or {@code tcp://host:port}; an IPv6 address stands in brackets.
   *
   * @param defaultPort used when the text names none
   * @throws IllegalArgumentException with one sentence that quotes the text and says what was
   *     expected
   */
  public static TcpEndpoint parse(String text, int defaultPort) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw bad(text, "that is not of the form tcp://host:port");
    }
    int port = parts.group(3) == null ? defaultPort : Integer.parseInt(parts.group(3));
    if (port < 1 || port > 65_535) {
      throw bad(text, "port " + port + " is not within 1..65535");
    }
    String bracketed = parts.group(1);
    if (bracketed != null) {
      if (!IPV6.matcher(bracketed).matches()) {
        throw bad(text, "[" + bracketed + "] is not an IPv6 address");
      }
      return new TcpEndpoint(bracketed, port);
    }
    String host = parts.group(2);
    if (host.isEmpty()) {
      throw bad(text, "the host is missing");
    }
    boolean known =
        NUMERIC.matcher(host).matches()
            ? IPV4.matcher(host).matches()
            : NAME.matcher(host).matches();
    if (!known) {
      throw bad(text, "\"" + host + "\" is neither a host name nor an IP address");
    }
    return new TcpEndpoint(host, port);
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException(
        "endpoint \""
            + ShownEndpoint.of(text)
            + "\": "
            + why
            + "; expected for instance tcp://10.0.0.7:9100 or tcp://[fd00::7]:9100");
  }

  /** Whether the host needs no name service. */
  boolean isNumeric() {
    return host.contains(":") || NUMERIC.matcher(host).matches();
  }

  /** The canonical text, for instance {@code tcp://10.0.0.7:9100}. */
  @Override
  public String toString() {
    return SCHEME + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

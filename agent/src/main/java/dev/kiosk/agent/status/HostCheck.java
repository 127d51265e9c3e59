package dev.kiosk.agent.status;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the Host header (RFC 9112, section 3.2) whether a request is meant for this server.
 * Any port is allowed, for tunnels.
 */
final class HostCheck {

  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "::1");

  private final String configured;

  /** Allows the local names, and the configured address. */
  HostCheck(String configured) {
    this.configured = configured.toLowerCase(Locale.ROOT);
  }

  /**
   * Whether to answer.
   *
   * @param header the host that the request names; null when it names none
   * @param local the address that the client reached: where the server listens on all addresses,
   *     that is as good as configured, and no name of another site can stand for it
   */
  boolean allows(@Nullable String header, InetSocketAddress local) {
    if (header == null) {
      return false;
    }
    String host = withoutPort(header.trim().toLowerCase(Locale.ROOT));
    return LOCAL.contains(host)
        || host.equals(configured)
        || host.equals(local.getAddress().getHostAddress());
  }

  /**
   * Whether a request may come from where it says it comes from (RFC 6454, section 7).
   *
   * @param headers all Origin headers; none comes from a person or a program
   * @param local the address that the client reached
   */
  boolean allowsOrigin(List<String> headers, InetSocketAddress local) {
    if (headers.isEmpty()) {
      return true;
    }
    String origin = headers.get(0).trim().toLowerCase(Locale.ROOT);
    String scheme = "http://";
    return headers.size() == 1
        && origin.startsWith(scheme)
        && allows(origin.substring(scheme.length()), local);
  }

  /**
   * Whether a browser may fetch what it asks for, by its own word (Fetch Metadata, W3C). A page of
   * another site may lead a person here, but neither embed anything nor hold a stream open; without
   * an Origin header only these tell.
   *
   * @param site of {@code Sec-Fetch-Site}; null, as the others, from a program or an old browser
   * @param mode of {@code Sec-Fetch-Mode}
   * @param dest of {@code Sec-Fetch-Dest}
   */
  static boolean allowsFetch(@Nullable String site, @Nullable String mode, @Nullable String dest) {
    return !"cross-site".equals(site) || ("navigate".equals(mode) && "document".equals(dest));
  }

  /** The host without its port; empty when it has another form. */
  private static String withoutPort(String header) {
    int bracket = header.lastIndexOf(']');
    int colon = header.indexOf(':', bracket + 1);
    String host = colon < 0 ? header : header.substring(0, colon);
    for (int i = colon + 1; colon >= 0 && i < header.length(); i++) {
      if (header.charAt(i) < '0' || header.charAt(i) > '9') {
        return "";
      }
    }
    boolean literal = host.startsWith("[") && host.endsWith("]");
    return literal ? host.substring(1, host.length() - 1) : host;
  }
}

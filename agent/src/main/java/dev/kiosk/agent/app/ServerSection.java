package dev.kiosk.agent.app;

import dev.kiosk.agent.config.Settings;
import dev.kiosk.agent.link.Deadlines;
import dev.kiosk.agent.link.LinkConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;

/** The {@code [server]} table. */
final class ServerSection {

  private static final URI NOWHERE = URI.create("wss://invalid.invalid/");

  private ServerSection() {}

  static LinkConfig read(Settings server, boolean allowInsecure) {
    String url = server.requiredText("url", "the server's address, wss://HOST/PATH");
    Duration initial =
        server.duration(
            "backoff_initial",
            Duration.ofMillis(500),
            Duration.ofMillis(100),
            Duration.ofMinutes(1));
    Duration max =
        server.duration(
            "backoff_max", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofHours(1));
    if (max.compareTo(initial) < 0) {
      server.problem("backoff_max", "expected at least backoff_initial");
    }
    return new LinkConfig(
        url.isEmpty() ? NOWHERE : uri(server, url, allowInsecure),
        new TokenFile(ConfigPath.optional(server, "token_file")),
        server.duration(
            "ping_interval", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(10)),
        initial,
        max,
        server.wholeNumber("max_in_flight", 1024, 1, 65_536),
        replayRate(server),
        Deadlines.STANDARD);
  }

  static PemFiles tls(Settings server) {
    PemFiles files =
        new PemFiles(
            ConfigPath.optional(server, "ca_file"),
            ConfigPath.optional(server, "client_cert_file"),
            ConfigPath.optional(server, "client_key_file"));
    if ((files.clientCert() == null) != (files.clientKey() == null)) {
      server.problem(
          files.clientCert() == null ? "client_key_file" : "client_cert_file",
          "client_cert_file and client_key_file go together; give both or neither");
    }
    return files;
  }

  private static int replayRate(Settings server) {
    String text = server.wholeNumberOrText("replay_rate", "2000");
    if (text.equals("unlimited")) {
      return Integer.MAX_VALUE;
    }
    if (text.matches("[0-9]{1,8}") && Integer.parseInt(text) > 0) {
      return Integer.parseInt(text);
    }
    server.problem(
        "replay_rate",
        "expected events a second from 1 to 99999999, or \"unlimited\", was " + text);
    return 2000;
  }

  private static URI uri(Settings server, String url, boolean allowInsecure) {
    String shown = LinkConfig.shown(Secrets.mask(url));
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException malformed) {
      server.problem("url", "is no address (" + malformed.getReason() + "): " + shown);
      return NOWHERE;
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || !(scheme.equals("ws") || scheme.equals("wss"))) {
      server.problem("url", "expected wss://HOST/PATH (or ws:// to this machine), was " + shown);
      return NOWHERE;
    }
    if (uri.getUserInfo() != null || uri.getFragment() != null) {
      server.problem(
          "url", "must hold no user, password or fragment; a token goes into token_file");
      return NOWHERE;
    }
    if (scheme.equals("ws") && !allowInsecure && !isLoopback(host)) {
      server.problem(
          "url",
          "ws:// is not encrypted and goes beyond this machine; use wss://, or set allow_insecure = true");
    }
    return uri;
  }

  /** By the text alone where it is an address; a name other than localhost may change its mind. */
  static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    boolean address = host.startsWith("[") || host.matches("[0-9.]+");
    try {
      return address && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException malformed) {
      return false;
    }
  }
}

package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.device.ShownEndpoint;
import dev.kiosk.agent.device.transport.TcpEndpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * Where a printer answers SNMP, and by which right it is asked. Its text holds no secret: neither
 * community nor pass phrase.
 *
 * @param place host and port
 * @param version the one version to speak; null for v2c, and v1 where that is not answered
 * @param community what v1 and v2c are asked with; null when it stands in a file
 * @param communityFile where the community is, or null
 * @param security how v3 is asked, or null for v1 and v2c
 */
record SnmpEndpoint(
    TcpEndpoint place,
    @Nullable Version version,
    @Nullable String community,
    @Nullable Path communityFile,
    @Nullable Security security) {

  /** How an endpoint of this kind begins. */
  private static final String SCHEME = "snmp://";

  /** The port of SNMP agents (RFC 3417). */
  private static final int DEFAULT_PORT = 161;

  private static final String PUBLIC = "public";

  /**
   * Reads for instance {@code snmp://10.0.0.7?community=public} or {@code
   * snmp://10.0.0.7:161?user=kiosk&auth=SHA-256&auth_file=/etc/kiosk-agent/snmp-auth}.
   *
   * @throws IllegalArgumentException with one sentence that names what is wrong and what was
   *     expected, and quotes no secret
   */
  static SnmpEndpoint parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw bad("", "it does not begin with " + SCHEME);
    }
    int question = text.indexOf('?');
    String authority = text.substring(SCHEME.length(), question < 0 ? text.length() : question);
    if (authority.contains("@")) {
      throw bad("", "user and community stand behind the question mark, not before an @");
    }
    TcpEndpoint place = place(authority);
    var options = new SnmpOptions(SCHEME + authority, text, question);
    return options.has("user") || "3".equals(options.get("version"))
        ? secure(place, options)
        : open(place, options);
  }

  private static TcpEndpoint place(String authority) {
    try {
      return TcpEndpoint.parse(TcpEndpoint.SCHEME + authority, DEFAULT_PORT);
    } catch (IllegalArgumentException wrong) {
      String shown = ShownEndpoint.authority(authority); // a community may stand behind it
      throw bad(SCHEME + shown, "\"" + shown + "\" is no host or host:port");
    }
  }

  private static SnmpEndpoint open(TcpEndpoint place, SnmpOptions options) {
    options.only("community", "community_file", "version");
    Version version = version(options);
    Path file = options.path("community_file");
    String community = options.get("community");
    if (file != null && community != null) {
      throw options.bad("community and community_file exclude each other");
    }
    if (community != null && community.isEmpty()) {
      throw options.bad("the community is empty");
    }
    boolean neither = file == null && community == null;
    return new SnmpEndpoint(place, version, neither ? PUBLIC : community, file, null);
  }

  private static @Nullable Version version(SnmpOptions options) {
    String written = options.get("version");
    if (written == null) {
      return null;
    }
    return switch (written) {
      case "1" -> Version.V1;
      case "2c" -> Version.V2C;
      default -> throw options.bad("version must be 1, 2c or 3");
    };
  }

  private static SnmpEndpoint secure(TcpEndpoint place, SnmpOptions options) {
    options.only("user", "context", "auth", "auth_file", "priv", "priv_file", "version");
    if (!"3".equals(options.getOr("version", "3"))) {
      throw options.bad("a user is for version 3 only");
    }
    String user = options.getOr("user", "");
    if (user.isEmpty() || user.length() > 32) {
      throw options.bad("version 3 needs a user, of 1 to 32 characters");
    }
    OID auth = options.protocol("auth", Security::authNamed, Security.authNames());
    OID priv = options.protocol("priv", Security::privNamed, Security.privNames());
    if (priv != null && auth == null) {
      throw options.bad("priv needs auth: nothing is hidden from somebody unknown");
    }
    var security =
        new Security(
            user,
            options.getOr("context", ""),
            auth,
            options.fileOf("auth", auth),
            priv,
            options.fileOf("priv", priv));
    return new SnmpEndpoint(place, Version.V3, null, null, security);
  }

  private static IllegalArgumentException bad(String shown, String why) {
    return SnmpOptions.bad(shown, why);
  }

  /** The version to begin with. */
  Version first() {
    return version == null ? Version.V2C : version;
  }

  /** The version to try where that one is not answered, or null when there is none. */
  @Nullable Version other(Version asked) {
    if (version != null) {
      return null;
    }
    return asked == Version.V2C ? Version.V1 : Version.V2C;
  }

  /** The canonical text, without secrets: {@code snmp://10.0.0.7:161?user=kiosk}. */
  @Override
  public String toString() {
    String tcp = place.toString();
    String where = SCHEME + tcp.substring(TcpEndpoint.SCHEME.length());
    return security == null ? where : where + "?user=" + security.user();
  }
}

package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.SpoolId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names in subjects. A name is one token: letters, digits, {@code -} and {@code _} stand for
 * themselves, any other byte of its UTF-8 as {@code %} and two hexadecimal digits. So no name can
 * hold the dot, the blank or the wildcards that mean something to NATS, and none reads like
 * another.
 */
final class Subjects {

  static final String SPOOLS = "kiosk.spool";
  static final String LIVE = "kiosk.live";
  static final String HUB = "kiosk.hub";
  static final String AUDIT = "kiosk.audit";

  private Subjects() {}

  /** Where the batches of a spool go. */
  static String of(SpoolId spool) {
    return SPOOLS
        + '.'
        + token(spool.tenantId())
        + '.'
        + token(spool.host())
        + '.'
        + token(spool.spool());
  }

  /** All of a tenant's host below {@code root}; null stands for all. */
  static String all(String root, @Nullable String tenantId, @Nullable String host) {
    if (tenantId == null) {
      return root + ".>";
    }
    return host == null
        ? root + '.' + token(tenantId) + ".>"
        : root + '.' + token(tenantId) + '.' + token(host) + ".>";
  }

  /** The spool whose batches go to a subject. */
  static SpoolId spool(String subject) {
    String[] tokens = subject.split("\\.");
    return new SpoolId(name(tokens[2]), name(tokens[3]), name(tokens[4]));
  }

  /** What concerns a host, below {@code root}. */
  static String of(String root, String tenantId, String host) {
    return root + '.' + token(tenantId) + '.' + token(host);
  }

  /** Where the lines of the audit list go that are about a limit. */
  static String audit(String tenantId, String host, String metric) {
    return of(AUDIT, tenantId, host) + '.' + token(metric);
  }

  /** The host that a subject of three tokens before it ends with; of no spool. */
  static SpoolId host(String subject) {
    String[] tokens = subject.split("\\.");
    return new SpoolId(name(tokens[3]), name(tokens[4]), "");
  }

  static String token(String name) {
    StringBuilder token = new StringBuilder(name.length());
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (plain) {
        token.append(c);
      } else {
        token.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return token.toString();
  }

  static String name(String token) {
    return URLDecoder.decode(token, StandardCharsets.UTF_8); // a + is always written %2B
  }
}

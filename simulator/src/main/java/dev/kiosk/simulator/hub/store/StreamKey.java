package dev.kiosk.simulator.hub.store;

import org.jspecify.annotations.Nullable;

/**
 * One lane of one spool, as the embedded store calls it: its four names with a NUL between them,
 * which no name holds. Streams of one tenant, and within it of one host, stand together.
 */
record StreamKey(SpoolId spool, String lane) {

  private static final char SEPARATOR = '\0';

  String text() {
    return prefix(spool.tenantId(), spool.host()) + spool.spool() + SEPARATOR + lane;
  }

  StreamKey withLane(String other) {
    return new StreamKey(spool, other);
  }

  /** What the keys of a tenant's host begin with; null stands for all. */
  static String prefix(@Nullable String tenantId, @Nullable String host) {
    if (tenantId == null) {
      return "";
    }
    return host == null ? tenantId + SEPARATOR : tenantId + SEPARATOR + host + SEPARATOR;
  }

  static StreamKey parse(String key) {
    int host = key.indexOf(SEPARATOR) + 1;
    int spool = key.indexOf(SEPARATOR, host) + 1;
    int lane = key.indexOf(SEPARATOR, spool) + 1;
    return new StreamKey(
        new SpoolId(
            key.substring(0, host - 1),
            key.substring(host, spool - 1),
            key.substring(spool, lane - 1)),
        key.substring(lane));
  }
}

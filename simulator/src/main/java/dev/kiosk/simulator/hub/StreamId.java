package dev.kiosk.simulator.hub;

/**
 * One lane of one spool: the positions of a stream never name two events.
 *
 * @param host the kiosk
 * @param spool the spool id of its hello, or {@link #PLAIN} for the plain contract
 * @param lane {@code alerts}, {@code readings} or {@link #PLAIN}
 */
record StreamId(HostId host, String spool, String lane) {

  /** Spool and lane of what came by the plain contract; the hub gives the positions itself. */
  static final String PLAIN = "plain";

  static final String ALERTS = "alerts";
  static final String READINGS = "readings";

  /** Stands between the parts of a key; the decoder admits no control characters in names. */
  private static final char SEPARATOR = '\0';

  StreamId withLane(String other) {
    return new StreamId(host, spool, other);
  }

  /** The key in the store. Keys of one tenant, and within it of one host, stand together. */
  String key() {
    return hostKey(host) + spool + SEPARATOR + lane;
  }

  /** What the keys of all streams of a host begin with. */
  static String hostKey(HostId host) {
    return tenantKey(host.tenantId()) + host.host() + SEPARATOR;
  }

  /** What the keys of all streams of a tenant begin with. */
  static String tenantKey(String tenantId) {
    return tenantId + SEPARATOR;
  }

  static StreamId ofKey(String key) {
    int host = key.indexOf(SEPARATOR) + 1;
    int spool = key.indexOf(SEPARATOR, host) + 1;
    int lane = key.indexOf(SEPARATOR, spool) + 1;
    return new StreamId(
        new HostId(key.substring(0, host - 1), key.substring(host, spool - 1)),
        key.substring(spool, lane - 1),
        key.substring(lane));
  }
}

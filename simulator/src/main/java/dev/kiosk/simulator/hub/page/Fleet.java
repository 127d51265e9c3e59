package dev.kiosk.simulator.hub.page;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What the hub knows of its kiosks. Called from the feed's thread. */
public interface Fleet {

  /** Takes one kiosk after the other. */
  interface Visitor {

    /**
     * A kiosk that was heard of since the hub's start.
     *
     * @param version another one whenever {@link Kiosk} would tell something new, but for when it
     *     was last heard
     */
    void kiosk(String host, long version);
  }

  /**
   * One kiosk as it is now. Times are milliseconds since the Unix epoch.
   *
   * @param connected whether it has a connection
   * @param level {@code v1} or {@code plain}; null when it was never connected
   * @param agent the version of its agent, where it said so
   * @param sinceMillis when the last connection began
   * @param heardMillis when it was last heard
   * @param heartbeat its last heartbeat as it wrote it
   * @param devices the last state of each device as it wrote it
   */
  record Kiosk(
      boolean connected,
      @Nullable String level,
      @Nullable String agent,
      long sinceMillis,
      long heardMillis,
      @Nullable String heartbeat,
      List<String> devices) {

    /** The same when the hub that had it is gone, which was heard last at that time. */
    Kiosk left(long hubHeardMillis) {
      long heard = Math.max(heardMillis, hubHeardMillis);
      return new Kiosk(false, level, agent, sinceMillis, heard, heartbeat, devices);
    }

    /** The same with the earlier heartbeat, where it has none. */
    Kiosk after(Kiosk before) {
      String beat = heartbeat == null ? before.heartbeat : heartbeat;
      return new Kiosk(connected, level, agent, sinceMillis, heardMillis, beat, devices);
    }

    /** Whether this is the present, of what two hubs know of the same kiosk. */
    boolean isNewerThan(Kiosk other) {
      if (connected != other.connected) {
        return connected;
      }
      return connected ? sinceMillis > other.sinceMillis : heardMillis > other.heardMillis;
    }
  }

  /** Shows all kiosks of a tenant that were heard of since the hub's start. */
  void visit(String tenant, Visitor visitor);

  /** The kiosks of a tenant of which something is stored. */
  SortedSet<String> stored(String tenant);

  /**
   * The last {@code error} events of a kiosk that are stored, of its lanes so many each, the oldest
   * first.
   */
  List<String> lastAlerts(String tenant, String host, int most);

  /** A kiosk, or null when it was not heard of since the hub's start. */
  @Nullable Kiosk find(String tenant, String host);
}

package dev.kiosk.simulator.hub.store;

/**
 * Names one spool of one kiosk. Within a lane of it, positions never name two events.
 *
 * @param tenantId whose kiosk it is
 * @param host the kiosk
 * @param spool the spool id of its hello, or {@link #PLAIN} for the plain contract
 */
public record SpoolId(String tenantId, String host, String spool) {

  /** Spool and lane of what came by the plain contract; the store gives the positions itself. */
  public static final String PLAIN = "plain";

  public static final String ALERTS = "alerts";
  public static final String READINGS = "readings";
}

package dev.kiosk.simulator.surface.zpl;

/**
 * What sort of ZPL printer it is.
 *
 * @param ribbon whether it prints with a ribbon (thermal transfer); without one its ribbon flag is
 *     always up and means nothing
 * @param peel whether each label waits at the exit until somebody takes it
 * @param silentOnFault whether it leaves ~HS without an answer while media, ribbon or head need
 *     attention, as the maker's manual says; printers were seen that answer
 */
public record ZplManner(boolean ribbon, boolean peel, boolean silentOnFault) {

  /** A printer with a ribbon that always answers. */
  public static final ZplManner USUAL = new ZplManner(true, false, false);
}

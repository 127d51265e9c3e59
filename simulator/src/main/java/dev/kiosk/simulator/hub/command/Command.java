package dev.kiosk.simulator.hub.command;

import dev.kiosk.simulator.hub.HostId;
import org.jspecify.annotations.Nullable;

/**
 * A command as somebody sent it.
 *
 * @param cid names it, at this host of this tenant only
 * @param kind set-threshold or clear-threshold
 * @param metric whose limit, cpu where the command names none
 * @param pct the limit asked for; null when there is none, or no number
 * @param json goes on to the kiosk unchanged
 */
public record Command(
    HostId host, String cid, String kind, String metric, @Nullable Double pct, String json) {

  /** The kind that puts a limit in place of the one that holds. */
  public static final String SET = "set-threshold";

  /** The kind that goes back to the configured limit. */
  public static final String CLEAR = "clear-threshold";
}

package dev.kiosk.agent.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The agent is alive and how full its spool is; sent every 30 s, never spooled.
 *
 * @param uptimeMs how long the agent runs, in milliseconds
 * @param pressure 0 below 50 % full, 1 from 50 %, 2 from 75 %, 3 from 90 %
 * @param bufferedAlerts alerts not yet receipted
 * @param bufferedReadings readings not yet receipted
 * @param dropped events that the loss ledger counts since the agent started
 */
public record Heartbeat(
    long ts, long uptimeMs, int pressure, long bufferedAlerts, long bufferedReadings, long dropped)
    implements Event {

  /** Refuses negative numbers and a pressure above 3. */
  public Heartbeat {
    Limits.notNegative("ts", ts);
    Limits.notNegative("uptimeMs", uptimeMs);
    Limits.notNegative("pressure", pressure);
    if (pressure > 3) {
      throw new IllegalArgumentException("pressure must be within 0..3, was " + pressure);
    }
    Limits.notNegative("bufferedAlerts", bufferedAlerts);
    Limits.notNegative("bufferedReadings", bufferedReadings);
    Limits.notNegative("dropped", dropped);
  }

  @Override
  public String type() {
    return "heartbeat";
  }

  @Override
  public @Nullable WireLane spooledIn() {
    return null;
  }

  @Override
  public void writeTo(FieldWriter out) throws IOException {
    out.whole("uptimeMs", uptimeMs);
    out.whole("pressure", pressure);
    out.beginObject("buffered");
    out.whole("alerts", bufferedAlerts);
    out.whole("readings", bufferedReadings);
    out.endObject();
    out.whole("dropped", dropped);
  }
}

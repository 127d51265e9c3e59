package dev.kiosk.agent.wire;

import java.io.IOException;

/**
 * The load of all processors together.
 *
 * @param pct 0 to 100; written with at most two decimals
 */
public record CpuEvent(long ts, double pct) implements Event {

  /** Refuses a load outside 0 to 100. */
  public CpuEvent {
    Limits.notNegative("ts", ts);
    Limits.percent("pct", pct);
  }

  @Override
  public String type() {
    return "cpu";
  }

  @Override
  public WireLane spooledIn() {
    return WireLane.READINGS;
  }

  @Override
  public void writeTo(FieldWriter out) throws IOException {
    out.decimal("pct", pct);
  }
}

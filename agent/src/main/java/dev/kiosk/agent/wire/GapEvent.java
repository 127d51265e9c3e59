package dev.kiosk.agent.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Nothing more will come for a range of positions; the server may hold a part of it already.
 *
 * @param lane whose positions
 * @param first the first position of the range
 * @param count how many positions, at least 1; not how many events were lost
 * @param fromTs time of the earliest event concerned, or null if nobody knows
 * @param toTs time of the latest event concerned, or null if nobody knows
 * @param reason why
 */
public record GapEvent(
    long ts,
    WireLane lane,
    long first,
    long count,
    @Nullable Long fromTs,
    @Nullable Long toTs,
    GapReason reason)
    implements Event {

  /** Refuses an empty range and negative numbers. */
  public GapEvent {
    Limits.notNegative("ts", ts);
    Limits.notNegative("first", first);
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, was " + count);
    }
    Limits.notNegative("fromTs", fromTs == null ? 0 : fromTs);
    Limits.notNegative("toTs", toTs == null ? 0 : toTs);
  }

  @Override
  public String type() {
    return "gap";
  }

  @Override
  public WireLane spooledIn() {
    return WireLane.ALERTS;
  }

  @Override
  public void writeTo(FieldWriter out) throws IOException {
    out.text("lane", lane.wireName());
    out.whole("first", first);
    out.whole("count", count);
    out.optionalWhole("fromTs", fromTs);
    out.optionalWhole("toTs", toTs);
    out.text("reason", reason.wireName());
  }
}

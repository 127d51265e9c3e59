package dev.kiosk.agent.wire;

import java.util.Locale;
import java.util.Optional;

/** The two streams of a spool. Positions count for each lane apart. */
public enum WireLane {
  /** Errors, device states and gaps; always sent first. */
  ALERTS,
  /** CPU and other measured values. */
  READINGS;

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  /** The name used in frames, for instance {@code alerts}. */
  public String wireName() {
    return lowerCase;
  }

  /** The lane of that wire name, if there is one. */
  public static Optional<WireLane> ofWireName(String name) {
    for (WireLane lane : values()) {
      if (lane.wireName().equals(name)) {
        return Optional.of(lane);
      }
    }
    return Optional.empty();
  }
}

package dev.kiosk.agent.telemetry;

import java.util.Locale;

/** The unit of a reading. */
public enum Unit {
  /** 0 to 100. */
  PERCENT("%"),
  /** Degrees Celsius. */
  CELSIUS("°C");

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** The name used in frames, for instance {@code percent}. */
  public String wireName() {
    return lowerCase;
  }

  /** The symbol for people, for instance {@code °C}. */
  public String symbol() {
    return symbol;
  }
}

package dev.kiosk.simulator.surface.ssi;

import java.util.Locale;

/** Whose serial interface it is. */
public enum SsiDialect {
  /** Zebra's own. */
  ZEBRA,
  /** Of another maker: called by the same name, but without the byte that tells who sends. */
  LOOK_ALIKE;

  /** How it is written in the configuration. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

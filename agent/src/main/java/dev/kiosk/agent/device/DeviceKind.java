package dev.kiosk.agent.device;

import java.util.Locale;
import java.util.Optional;

/** What sort of device it is, as configured. */
public enum DeviceKind {
  PRINTER,
  SCANNER,
  SENSOR;

  /** The name used in frames and configuration, for instance {@code printer}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of that wire name, if there is one. */
  public static Optional<DeviceKind> ofWireName(String name) {
    for (DeviceKind kind : values()) {
      if (kind.wireName().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}

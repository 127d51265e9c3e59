package dev.kiosk.agent.telemetry;

import java.util.Locale;
import java.util.Optional;

/** What is measured on the host. */
public enum Metric {
  /** Share of processor time not idle since the reading before, over all processors. */
  CPU("CPU load", Unit.PERCENT),
  /** Share of physical memory that is not available to new programs. */
  MEMORY("memory in use", Unit.PERCENT),
  /** Share of the file system with the agent's data that is used. */
  DISK("disk in use", Unit.PERCENT),
  /** The hottest thermal zone. */
  TEMPERATURE("temperature", Unit.CELSIUS);

  private final String wireName = name().toLowerCase(Locale.ROOT);
  private final String words;
  private final Unit unit;

  Metric(String words, Unit unit) {
    this.words = words;
    this.unit = unit;
  }

  /** The name used in frames, commands and configuration, for instance {@code cpu}. */
  public String wireName() {
    return wireName;
  }

  /** The name for people. */
  public String words() {
    return words;
  }

  /** The unit of the readings. */
  public Unit unit() {
    return unit;
  }

  /** The metric of that wire name, if there is one. */
  public static Optional<Metric> ofWireName(String name) {
    for (Metric metric : values()) {
      if (metric.wireName().equals(name)) {
        return Optional.of(metric);
      }
    }
    return Optional.empty();
  }
}

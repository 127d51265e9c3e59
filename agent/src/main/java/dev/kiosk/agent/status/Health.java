package dev.kiosk.agent.status;

import java.util.Locale;

/** How the kiosk is as a whole, in rising order of trouble. */
public enum Health {
  /** Nothing needs doing. */
  HEALTHY(0),
  /** It works, and something should be seen to. */
  WARNING(1),
  /** Something does not work and needs a person. */
  CRITICAL(2);

  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  private final int exitCode;

  Health(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a command that found this; also what Nagios-style monitors expect. */
  public int exitCode() {
    return exitCode;
  }

  /** The name in JSON, for instance {@code healthy}. */
  public String wireName() {
    return lowerCase;
  }

  /** The health of that name; a name that is not known is worth a look. */
  static Health ofWireName(String name) {
    for (Health health : values()) {
      if (health.wireName().equals(name)) {
        return health;
      }
    }
    return WARNING;
  }

  /** The worse of two. */
  Health worseOf(Health other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.device.DeviceKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code [[device]]} of the configuration.
 *
 * @param id a word of letters, digits, {@code .}, {@code _} and {@code -}
 * @param service what it is used for, for instance {@code bag tags}
 * @param sources the ways to ask it, at least one
 * @param raiseAfter samples; replaces the rule of each condition
 * @param clearAfter samples; replaces the rule of each condition
 */
public record DeviceConfig(
    String id,
    DeviceKind kind,
    @Nullable String service,
    List<Source> sources,
    @Nullable Integer raiseAfter,
    @Nullable Integer clearAfter) {

  /** Copies the list. */
  public DeviceConfig {
    sources = List.copyOf(sources);
  }

  /** The longest interval of its sources. */
  public Duration longestInterval() {
    return sources.stream().map(Source::interval).reduce(Duration.ZERO, DeviceConfig::longer);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /**
   * One way to ask a device.
   *
   * @param interval between questions
   * @param timeout the longest one question may take
   */
  public record Source(String driver, String endpoint, Duration interval, Duration timeout) {}
}

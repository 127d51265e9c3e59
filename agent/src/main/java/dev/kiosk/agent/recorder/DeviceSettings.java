package dev.kiosk.agent.recorder;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the recorder must know of a configured device.
 *
 * @param id the configured id, a word without blanks
 * @param kind wire name of the kind
 * @param service what it is used for, if configured
 * @param sources how many sources it has, at least 1
 * @param interval the longest between samples of a source, before pressure and back-off: as
 *     configured, or what one round of its worker may take if that is longer
 * @param raiseAfter samples; replaces the whole rule of each condition, if given
 * @param clearAfter samples; replaces the whole rule of each condition, if given
 */
public record DeviceSettings(
    String id,
    String kind,
    @Nullable String service,
    int sources,
    Duration interval,
    @Nullable Integer raiseAfter,
    @Nullable Integer clearAfter) {

  /** A device with one source. */
  public DeviceSettings(
      String id,
      String kind,
      @Nullable String service,
      Duration interval,
      @Nullable Integer raiseAfter,
      @Nullable Integer clearAfter) {
    this(id, kind, service, 1, interval, raiseAfter, clearAfter);
  }
}

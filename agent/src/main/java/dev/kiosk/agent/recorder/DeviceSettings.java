package dev.kiosk.agent.recorder;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the recorder must know of a configured device.
 *
 * @param id the configured id, a word without blanks
 * @param kind wire name of the kind
 * @param service what it is used for, if configured
 * @param interval between samples, before pressure and back-off
 * @param raiseAfter samples; replaces the whole rule of each condition, if given
 * @param clearAfter samples; replaces the whole rule of each condition, if given
 */
public record DeviceSettings(
    String id,
    String kind,
    @Nullable String service,
    Duration interval,
    @Nullable Integer raiseAfter,
    @Nullable Integer clearAfter) {}

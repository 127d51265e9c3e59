package dev.kiosk.agent.app;

import dev.kiosk.agent.device.DeviceKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One {@code [[device]]} of the configuration.
 *
 * @param id a word of letters, digits, {@code .}, {@code _} and {@code -}
 * @param service what it is used for, for instance {@code bag tags}
 * @param interval between questions
 * @param timeout the longest one question may take
 * @param raiseAfter samples; replaces the rule of each condition
 * @param clearAfter samples; replaces the rule of each condition
 */
public record DeviceConfig(
    String id,
    DeviceKind kind,
    @Nullable String service,
    String driver,
    String endpoint,
    Duration interval,
    Duration timeout,
    @Nullable Integer raiseAfter,
    @Nullable Integer clearAfter) {}

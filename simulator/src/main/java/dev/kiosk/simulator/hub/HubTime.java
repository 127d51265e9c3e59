package dev.kiosk.simulator.hub;

import java.util.function.LongSupplier;

/**
 * The clocks that the hub goes by; whoever starts it hands them in.
 *
 * @param nanos monotonic, from an arbitrary origin
 * @param wallMillis milliseconds since the Unix epoch, UTC; only for stamping
 */
public record HubTime(LongSupplier nanos, LongSupplier wallMillis) {}

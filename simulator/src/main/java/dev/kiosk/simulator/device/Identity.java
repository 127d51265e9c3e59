package dev.kiosk.simulator.device;

/**
 * Who a device says it is.
 *
 * @param id the name in configuration and commands, for instance {@code bagtag}
 * @param manufacturer as the device itself tells it
 * @param product as the device itself tells it
 * @param serial as the device itself tells it; empty if it tells none
 */
public record Identity(String id, String manufacturer, String product, String serial) {}

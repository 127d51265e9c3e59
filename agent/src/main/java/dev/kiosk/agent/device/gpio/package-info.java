/**
 * Inputs of a GPIO chip: door switches, tamper loops, paper sensors. Only read, never written. The
 * library behind {@link dev.kiosk.agent.device.gpio.Pi4jPins} is loaded when a device of this
 * driver is asked on a machine that has a chip, and nowhere else. Start at {@link
 * dev.kiosk.agent.device.gpio.GpioProbe}.
 */
@NullMarked
package dev.kiosk.agent.device.gpio;

import org.jspecify.annotations.NullMarked;

package dev.kiosk.agent.device.gpio;

/** One open input line. */
@FunctionalInterface
interface Pin {

  /**
   * The level at this moment, without any filter.
   *
   * @return whether it is high
   * @throws GpioException when it cannot be read
   */
  boolean isHigh() throws GpioException;
}

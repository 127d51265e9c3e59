package dev.kiosk.agent.device.gpio;

/** Opens the lines of this machine's chip. A port: tests hand in lines that they move by hand. */
@FunctionalInterface
interface Pins {

  /**
   * Opens a line as an input.
   *
   * @throws GpioException when there is no such line, it is in use, or there is no right to it
   */
  Pin open(GpioEndpoint endpoint) throws GpioException;
}

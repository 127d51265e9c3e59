package dev.kiosk.agent.device.gpio;

/** A line could not be opened or read. The message is a sentence that names the line. */
public final class GpioException extends Exception {

  GpioException(String message, Throwable cause) {
    super(message, cause);
  }
}

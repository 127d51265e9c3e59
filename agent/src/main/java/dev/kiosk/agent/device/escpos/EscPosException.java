package dev.kiosk.agent.device.escpos;

/**
 * What came is no answer to DLE EOT: another emulation, another device, or bytes out of step. None
 * of its bits may be read.
 */
public final class EscPosException extends Exception {

  EscPosException(String message) {
    super(message);
  }
}

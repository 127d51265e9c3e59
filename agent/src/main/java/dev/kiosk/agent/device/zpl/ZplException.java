package dev.kiosk.agent.device.zpl;

/**
 * What came is no answer of a ZPL printer: another language, another device, or bytes out of step.
 * None of its fields may be read.
 */
public final class ZplException extends Exception {

  ZplException(String message) {
    super(message);
  }
}

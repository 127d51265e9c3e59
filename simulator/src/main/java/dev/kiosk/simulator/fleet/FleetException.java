package dev.kiosk.simulator.fleet;

/** The fleet cannot run; its message says what is wrong and what to do. */
public final class FleetException extends Exception {

  private static final long serialVersionUID = 1L;

  FleetException(String message) {
    super(message);
  }
}

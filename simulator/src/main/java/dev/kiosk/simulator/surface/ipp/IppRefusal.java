package dev.kiosk.simulator.surface.ipp;

/** A request that the printer does not carry out. */
final class IppRefusal extends Exception {

  private final Status status;

  IppRefusal(Status status, String message) {
    super(message);
    this.status = status;
  }

  Status status() {
    return status;
  }
}

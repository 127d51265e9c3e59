package dev.kiosk.simulator.surface;

/** A request to the control interface that is not carried out, and the sentence that says why. */
final class ControlRefusal extends Exception {

  private final int status;

  /**
   * A refusal.
   *
   * @param status the HTTP status code
   */
  ControlRefusal(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  int status() {
    return status;
  }

  /** What to say, never null. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}

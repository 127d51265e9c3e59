package dev.kiosk.simulator.surface.control;

import com.sun.net.httpserver.HttpExchange;

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

  /** What is asked for does not exist. */
  static ControlRefusal noSuchPath(HttpExchange exchange) {
    return new ControlRefusal(
        404,
        "there is nothing at %s; GET / says what there is.".formatted(exchange.getRequestURI()));
  }

  int status() {
    return status;
  }

  /** What to say, never null. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}

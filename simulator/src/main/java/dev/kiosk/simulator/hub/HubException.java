package dev.kiosk.simulator.hub;

import java.io.IOException;

/** Why the hub could not start, in one line for the person who started it. */
public final class HubException extends IOException {

  HubException(String message) {
    super(message);
  }

  HubException(String message, Throwable cause) {
    super(message, cause);
  }
}

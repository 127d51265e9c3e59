package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.ServerState;

/** Says how the connection to the server is. */
final class ServerWords {

  private ServerWords() {}

  /** "connected", "not connected", "refused by the server". */
  static String of(ServerState state) {
    return switch (state) {
      case CONNECTED -> "connected";
      case CONNECTING, GREETING -> "connecting";
      case WAITING -> "not connected";
      case REJECTED -> "refused by the server";
      case UNKNOWN -> "unknown";
    };
  }
}

package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import java.util.stream.Collectors;

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

  /**
   * Does the server know? "connected; it has everything up to 12:41:07", "not connected for 9 min;
   * it has everything up to 12:32:07, and 38 alerts and 470,210 readings wait".
   */
  static String fact(StatusSnapshot snapshot, Clock clock) {
    Server server = snapshot.server();
    boolean connected = server.state() == ServerState.CONNECTED;
    String state = of(server.state());
    if (!connected) {
      state += " for " + Spans.since(server.sinceMillis(), snapshot.takenMillis());
    }
    return state + "; " + has(snapshot, clock) + ".";
  }

  /** "it has everything up to 12:41:07, but for what was lost"; part of a sentence. */
  static String has(StatusSnapshot snapshot, Clock clock) {
    Long upTo = snapshot.server().everythingUpToMillis();
    var words = new StringBuilder();
    if (upTo == null) {
      words.append("what it has is not known yet");
    } else {
      words.append("it has everything up to ").append(clock.at(upTo));
      if (snapshot.buffer().losses().stream().anyMatch(LossWords::certain)) {
        words.append(", but for what was lost");
      }
    }
    if (snapshot.server().state() != ServerState.CONNECTED) {
      String waiting =
          snapshot.buffer().lanes().stream()
              .filter(lane -> lane.held() > 0)
              .map(lane -> Spans.counted(lane.held(), lane.name()))
              .collect(Collectors.joining(" and "));
      words.append(waiting.isEmpty() ? "" : ", and " + waiting + " wait");
    }
    return words.toString();
  }
}

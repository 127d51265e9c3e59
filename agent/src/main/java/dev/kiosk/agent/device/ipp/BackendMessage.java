package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.Condition;
import java.util.Map;
import java.util.Optional;

/**
 * What the programs of CUPS that carry jobs to printers put into printer-state-message. While they
 * try in vain to reach a printer the reasons are {@code none}, and only this text tells: so the
 * whole sentences are known here, in English, and nothing else of a message is read.
 */
final class BackendMessage {

  private static final Map<String, Condition> MEANINGS =
      Map.of(
          "The printer may not exist or is unavailable at this time.", Condition.LINK_DOWN,
          "The printer is unreachable at this time.", Condition.LINK_DOWN,
          "The printer is not responding.", Condition.NOT_RESPONDING,
          "Waiting for printer to become available.", Condition.DEVICE_OFFLINE);

  private BackendMessage() {}

  /** What a message tells of the printer, if it is one that does. */
  static Optional<Condition> condition(String message) {
    return Optional.ofNullable(MEANINGS.get(message.strip()));
  }
}

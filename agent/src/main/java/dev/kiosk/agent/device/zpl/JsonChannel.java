package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.Dialer;
import dev.kiosk.agent.device.transport.Line;
import dev.kiosk.agent.device.transport.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The JSON settings channel of a Zebra printer, a TCP port of its own that serves several clients
 * and answers while the printer prints or waits for help.
 */
final class JsonChannel {

  private static final Duration CONNECT = Duration.ofMillis(400);
  private static final Duration ANSWER = Duration.ofMillis(700);

  private final Dialer dialer;
  private final Machine machine;

  JsonChannel(Dialer dialer, Machine machine) {
    this.dialer = dialer;
    this.machine = machine;
  }

  /** Where it is, for people. */
  String source() {
    return "Zebra JSON " + dialer.endpoint();
  }

  /**
   * Asks for the settings that tell the printer's state.
   *
   * @param deadlineNanos when all must be over
   * @throws TransportException when the channel is not there or keeps silent
   * @throws ZplException when something else answers there
   */
  JsonSettings ask(long deadlineNanos) throws TransportException, ZplException {
    try (Line line = dialer.dial(CONNECT, deadlineNanos)) {
      line.send(JsonSettings.REQUEST.getBytes(StandardCharsets.US_ASCII));
      machine.tap().means("settings channel: asks for settings (null asks, only values set)");
      long untilNanos = machine.time().nanos() + ANSWER.toNanos();
      var objects = new JsonObjects();
      while (!objects.take(line.read(untilNanos))) {
        // read on until the object ends
      }
      JsonSettings settings = JsonSettings.parse(objects.bytes());
      machine.tap().means(() -> "settings: " + settings.raw());
      return settings;
    }
  }
}

package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden frames that ship with the contract hold for the hub's own decoder too. */
class GoldenFramesAtTheHubTest {

  private static final Path GOLDEN = Path.of("../agent/src/dist/wire/golden/agent-to-server");

  /** The decoder looks only at what the hub acts on or stores, and takes these as they are. */
  private static final Set<String> TAKEN_AS_THEY_ARE =
      Set.of(
          "ack-without-previous.json",
          "device-not-live.json",
          "error-moment-with-active.json",
          "error-without-active.json",
          "field-twice.json",
          "gap-alone.json",
          "heartbeat-pressure-4.json",
          "hello-spool-no-uuid.json",
          "metric-alone.json",
          "nack-without-word.json",
          "type-unknown.json");

  private final FrameDecoder decoder = new FrameDecoder();

  static List<Path> valid() throws IOException {
    return files("valid");
  }

  static List<Path> invalid() throws IOException {
    return files("invalid").stream()
        .filter(file -> !TAKEN_AS_THEY_ARE.contains(file.getFileName().toString()))
        .toList();
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN.resolve(folder))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void whatAnAgentMaySayIsUnderstood(Path frame) throws Exception {
    assertThat(decoder.agentFrame(Files.readString(frame)))
        .isNotInstanceOf(AgentFrame.Unknown.class);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void whatItMayNotSayIsRefused(Path frame) throws Exception {
    String text = Files.readString(frame);
    assertThatThrownBy(() -> decoder.agentFrame(text)).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void anOperatorSeesThatSomebodyWorksOnTheKiosk(@TempDir Path dir) throws Exception {
    String alert = Files.readString(GOLDEN.resolve("valid/error-in-service.json")).strip();
    try (var hub = HubServer.start(HubFixture.config(dir));
        Client operator = Client.operator(hub, "acme");
        Client agent = Client.agent(hub).send(hello())) {
      agent.next();
      agent.send(batch("alerts", 0, alert));
      assertThat(operator.next()).contains("\"code\":\"MEDIA_OUT\"").contains("\"service\":true");
    }
  }
}

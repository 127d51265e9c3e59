package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.SPOOL;
import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
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

  /**
   * Refused by being passed over: a frame of a type that is not known is not stored, and the
   * session goes on, since a newer agent may send it. (In a batch it has a position: there it is
   * kept, for no receipt could ever go beyond it.)
   */
  private static final Set<String> PASSED_OVER = Set.of("type-unknown.json");

  private final FrameDecoder decoder = new FrameDecoder();

  static List<Path> valid() throws IOException {
    return files("valid");
  }

  static List<Path> invalid() throws IOException {
    return files("invalid").stream()
        .filter(file -> !PASSED_OVER.contains(file.getFileName().toString()))
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
  void whatIsPassedOverIsNotStored(@TempDir Path dir) throws Exception {
    String unknown = Files.readString(GOLDEN.resolve("invalid/type-unknown.json")).strip();
    assertThat(decoder.agentFrame(unknown)).isInstanceOf(AgentFrame.Unknown.class);
    try (var hub = HubServer.start(HubFixture.config(dir));
        Client plain = Client.plainAgent(hub).send(cpu(1));
        Client agent = Client.agent(hub).send(hello("acme", "T1-K018", SPOOL))) {
      plain.send(unknown).ping("x");
      assertThat(plain.pong()).isEqualTo("x");
      agent.next();
      agent.send(unknown.replace("T1-K017", "T1-K018")).ping("y");
      assertThat(agent.pong()).isEqualTo("y");
      assertThat(HubFixture.get(hub, "/api/events?tenant=acme").body().lines()).hasSize(1);
    }
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

package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningAgentTest {

  private static final String CONFIG =
      """
      [kiosk]
      tenant_id = "acme"
      host = "K"
      state_dir = "/state"
      [server]
      url = "ws://127.0.0.1:1/ws/agent"
      """;

  /** A stack that waits for a command is memory of a kiosk that is hardly ever commanded. */
  @Test
  void whatDoesCommandsHasAThreadOnlyWhileItWorks() throws Exception {
    AgentConfig config = ConfigReader.parse("agent.toml", CONFIG, Path.of("/"));
    Platform platform = Platform.real(Path.of("/"), config.tls()).with(new FakeDisk());
    Agent agent = Agent.assemble(config, platform, new Probes(List.of(), List.of()));
    try (RunningAgent running = RunningAgent.start(agent, Time.system())) {
      Loop commands =
          running.loops().stream()
              .filter(loop -> loop.name().equals("command"))
              .findFirst()
              .orElseThrow();
      await().until(() -> commands.thread() == null);
      long before = commands.steps();
      commands.wake();
      await().until(() -> commands.steps() > before);
      await().until(() -> commands.thread() == null);
      assertThat(running.silentPart(Duration.ofSeconds(30))).isNull();
    }
  }
}

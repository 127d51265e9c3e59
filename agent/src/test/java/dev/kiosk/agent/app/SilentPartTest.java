package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.time.Time;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A reload must not begin to stop an agent that a slow disk would not let go. */
class SilentPartTest {

  private static final String CONFIG =
      """
      [kiosk]
      tenant_id = "acme"
      host = "K"
      state_dir = "/state"
      [server]
      url = "ws://127.0.0.1:1/ws/agent"
      """;

  private final FakeDisk disk = new FakeDisk();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);

  private void hang() {
    entered.countDown();
    try {
      free.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSpoolThatWaitsForTheDiskIsNamedAndOnlyThen() throws Exception {
    AgentConfig config = ConfigReader.parse("agent.toml", CONFIG, Path.of("/"));
    Platform platform = Platform.real(Path.of("/"), config.tls()).with(disk);
    Agent agent = Agent.assemble(config, platform, new Probes(List.of(), List.of()));
    RunningAgent running = RunningAgent.start(agent, Time.system());
    try {
      assertThat(running.silentPart(Duration.ofSeconds(30))).isNull();
      disk.duringForce(this::hang);
      agent.spool().append(Lane.ALERTS, "{}".getBytes(StandardCharsets.UTF_8));
      entered.await();
      assertThat(running.silentPart(Duration.ofMillis(50))).isEqualTo("spool");
      disk.duringForce(() -> {});
      free.countDown();
      assertThat(running.silentPart(Duration.ofSeconds(30))).isNull();
    } finally {
      free.countDown();
      running.close();
    }
    assertThat(running.stoppedInOrder()).isTrue();
  }
}

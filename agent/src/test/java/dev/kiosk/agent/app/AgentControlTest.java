package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.spool.Batch;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.status.Service;
import dev.kiosk.agent.status.StatusText;
import dev.kiosk.agent.time.Time;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service mode of a whole agent, from the command line to the status and the alerts. */
class AgentControlTest {

  @TempDir private Path dir = Path.of("");
  private final StringWriter out = new StringWriter();

  private Agent assemble() throws Exception {
    String text =
        """
        [kiosk]
        tenant_id = "acme"
        host = "K"
        state_dir = "%s"
        [sample]
        memory = "off"
        disk = "off"
        temperature = "off"
        [server]
        url = "ws://127.0.0.1:1/ws/agent?k=s3cret"
        [status]
        listen = "127.0.0.1:0"
        [service]
        socket = "%s"
        """
            .formatted(dir.resolve("state"), dir.resolve("control"));
    AgentConfig config = ConfigReader.parse("agent.toml", text, Path.of("/"));
    Platform platform = Platform.real(Path.of("/"), config.tls());
    return Agent.assemble(config, platform, new Probes(List.of(), List.of()));
  }

  private int service(String... arguments) {
    return MainCommand.commandLine().setOut(new PrintWriter(out)).execute(arguments);
  }

  private static List<String> alerts(Agent agent) {
    Batch batch = agent.spool().drain().read(Lane.ALERTS, 0, 100, 1 << 20);
    return batch.events().stream()
        .map(event -> new String(event, StandardCharsets.UTF_8))
        .filter(event -> event.contains("\"error\""))
        .toList();
  }

  @Test
  void theStatusShowsNoSecretOfTheServersAddress() throws Exception {
    var snapshot = new Snapshots(assemble(), Time.system()).take();
    assertThat(snapshot.server().url()).isEqualTo("ws://127.0.0.1:1/ws/agent?k=***");
  }

  @Test
  void theStatusShowsItAlertsCarryItAndARestartDoesNotEndIt() throws Exception {
    Time time = Time.system();
    String socket = dir.resolve("control").toString();
    Agent agent = assemble();
    try (var doors = new Doors(time);
        RunningAgent running = RunningAgent.start(agent, time);
        AgentControl control = AgentControl.serve(running.agent(), doors)) {
      assertThat(control).isNotNull();
      assertThat(new Snapshots(agent, time).take().service()).isNull();
      assertThat(service("service", "on", "--by", "Anna", "--socket", socket)).isZero();
      var snapshot = new Snapshots(agent, time).take();
      Service shown = Objects.requireNonNull(snapshot.service());
      assertThat(shown.by()).isEqualTo("Anna");
      assertThat(shown.leftMillis()).isBetween(1L, Duration.ofMinutes(30).toMillis());
      assertThat(StatusText.of(snapshot, ZoneOffset.UTC, false))
          .contains("Service mode: Anna works on the kiosk and no operator is called; ");
    }
    assertThat(dir.resolve("control")).doesNotExist();
    Agent next = assemble();
    next.recorder().tellAtStart("something was damaged");
    try (var doors = new Doors(time);
        RunningAgent running = RunningAgent.start(next, time);
        AgentControl control = AgentControl.serve(running.agent(), doors)) {
      assertThat(control).isNotNull();
      Service shown = Objects.requireNonNull(new Snapshots(next, time).take().service());
      assertThat(shown.leftMillis()).isLessThanOrEqualTo(Duration.ofMinutes(29).toMillis());
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(alerts(next))
                      .anyMatch(
                          event ->
                              event.contains("something was damaged")
                                  && event.contains("\"service\":true")));
      assertThat(service("service", "off", "--socket", socket)).isZero();
      assertThat(new Snapshots(next, time).take().service()).isNull();
      assertThat(out.toString()).contains("Service mode of Anna is over");
    }
  }

  @Test
  void oneThreadWaitsForThePageAndForTheCommand() throws Exception {
    Agent agent = assemble();
    String socket = dir.resolve("control").toString();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (var doors = new Doors(Time.system());
        RunningAgent running = RunningAgent.start(agent, Time.system());
        AgentStatus status = AgentStatus.serve(running, doors);
        AgentControl control = AgentControl.serve(agent, doors)) {
      assertThat(control).isNotNull();
      assertThat(namesWithout(before)).containsOnlyOnce("doors").doesNotContain("control");
      InetSocketAddress page = Objects.requireNonNull(status.address());
      assertThat(StatusClient.of("http://127.0.0.1:" + page.getPort()).fetch()).isNotEmpty();
      assertThat(service("service", "off", "--socket", socket)).isZero();
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(namesWithout(before))
                      .containsOnlyOnce("doors")
                      .noneMatch(name -> name.startsWith("control") || name.startsWith("status-")));
    }
  }

  private static List<String> namesWithout(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .toList();
  }
}

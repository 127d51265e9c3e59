package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real process writes to its log. */
class RunLogTest {

  @TempDir private Path dir = Path.of("");
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process each : started) {
      each.destroyForcibly().waitFor();
    }
  }

  private Process start(String config, String journal) throws IOException {
    Path file = Files.writeString(dir.resolve("agent.toml"), config);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    var builder =
        new ProcessBuilder(
            java,
            "-Xmx48m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classes,
            Main.class.getName(),
            "run",
            "--config",
            file.toString());
    builder.environment().put("JOURNAL_STREAM", journal);
    builder.environment().put("CREDENTIALS_DIRECTORY", dir.resolve("credentials").toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS"); // it would be told of on the first line
    Process agent = builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
    started.add(agent);
    return agent;
  }

  private Path log() {
    return dir.resolve("log");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(log());
  }

  /** The name by which the journal would know the log, if it read it. */
  private String asTheJournal() throws IOException {
    Files.writeString(log(), "");
    return Files.getAttribute(log(), "unix:dev") + ":" + Files.getAttribute(log(), "unix:ino");
  }

  private String config(int port) {
    return """
        [kiosk]
        tenant_id = "acme"
        host = "K"
        state_dir = "%s"
        [server]
        url = "ws://127.0.0.1:%d/ws/agent"
        token_file = "%s"
        [status]
        listen = "off"
        [[device]]
        id = "bagtag"
        kind = "printer"
        driver = "escpos"
        endpoint = "tcp://127.0.0.1:%d"
        interval = "500ms"
        raise_after = 1
        """
        .formatted(dir.resolve("state"), port, dir.resolve("token"), port);
  }

  private void runUntilTrouble(RefusingPort port, String journal) throws Exception {
    Process agent = start(config(port.number()), journal);
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast(() -> !agent.isAlive())
        .until(
            () -> {
              String text = Files.readString(log());
              return text.contains(" began: ") && text.contains("No connection to ");
            });
    agent.destroy();
    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theJournalIsToldWhoMustActAndTheRestItKnows() throws Exception {
    try (RefusingPort port = RefusingPort.take()) {
      runUntilTrouble(port, asTheJournal());
    }
    assertThat(lines())
        .allMatch(line -> line.matches("<[346]>\\S.*"))
        .anyMatch(line -> line.matches("<6>Agent .* watches K of acme; the server is ws://.*"))
        .anyMatch(line -> line.matches("<3>The token file .*/token cannot be read .*"))
        .anyMatch(line -> line.matches("<4>No connection to ws://.*"))
        .anyMatch(line -> line.matches("<3>[A-Z_]+ began: .*"))
        .endsWith("<6>Stopped in order");
  }

  @Test
  void whereTheJournalDoesNotReadLinesHaveTimeAndLevel() throws Exception {
    try (RefusingPort port = RefusingPort.take()) {
      runUntilTrouble(port, "1:2");
    }
    assertThat(lines())
        .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d (error|warning|info): \\S.*"))
        .anyMatch(line -> line.contains(" error: The token file "));
  }

  @Test
  void theEmptyCredentialOfAUnitWithoutATokenIsNoTrouble() throws Exception {
    Files.createDirectory(dir.resolve("credentials"));
    Files.writeString(dir.resolve("credentials/token"), "\n");
    try (RefusingPort port = RefusingPort.take()) {
      start(config(port.number()).replaceFirst("token_file.*\n", ""), asTheJournal());
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(log()).contains("No connection to "));
    }
    assertThat(lines()).noneMatch(line -> line.contains("token"));
  }

  @Test
  void aWrongConfigurationIsToldLineByLineAndWithoutATrace() throws Exception {
    Process agent = start("[kiosk]\ntenant = \"acme\"\n", asTheJournal());
    assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(agent.exitValue()).isEqualTo(ServiceProcess.CONFIG);
    assertThat(lines())
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.matches("<3>\\S.*"))
        .noneMatch(line -> line.contains("\tat "));
  }

  @Test
  void foldersThatAnotherAgentUsesAreToldInOneLine() throws Exception {
    var held =
        new SpoolConfig(
            dir.resolve("state/spool"), 4 << 20, Duration.ofDays(1), Duration.ofSeconds(1), "a/K");
    var on = new Spool.Surroundings(Disk.real(), Time.system(), new Counters(), new Random(1));
    try (Spool spool = Spool.open(held, on, gap -> List.of(new byte[] {'{', '}'}))) {
      assertThat(spool.id()).isNotNull();
      Process agent = start(config(1), asTheJournal());
      assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(agent.exitValue()).isEqualTo(ServiceProcess.IO);
    }
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("<3>kiosk-agent: another agent is running");
  }

  @Test
  void foldersThatAreInTheWayAreToldWithoutATrace() throws Exception {
    Files.writeString(dir.resolve("state"), "a file is in the way");
    try (RefusingPort port = RefusingPort.take()) {
      runUntilTrouble(port, asTheJournal());
    }
    assertThat(lines())
        .allMatch(line -> line.matches("<[346]>\\S.*"))
        .anyMatch(line -> line.startsWith("<3>SPOOL_WRITE_FAILED began: "));
  }
}

package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.systemd.NotifySocket;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that is told to reload, as systemd sees it. */
class ReloadProcessTest {

  @TempDir private Path dir = Path.of("");
  private String config = "";
  private @Nullable NotifySocket manager;
  private @Nullable Process agent;

  @BeforeEach
  void configure() throws IOException {
    try (RefusingPort nowhere = RefusingPort.take();
        var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      config =
          """
          [kiosk]
          tenant_id = "acme"
          host = "K"
          state_dir = "%1$s/state"
          [server]
          url = "ws://127.0.0.1:%2$d/ws/agent"
          [service]
          socket = "%1$s/control"
          [status]
          listen = "127.0.0.1:%3$d"
          [sample]
          cpu = "100ms"
          """
              .formatted(dir, nowhere.number(), free.getLocalPort());
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    if (agent != null) {
      agent.destroyForcibly().waitFor();
    }
    if (manager != null) {
      manager.close();
    }
  }

  private Process start() throws IOException {
    Path file = Files.writeString(dir.resolve("agent.toml"), config);
    String name = dir.resolve("notify").toString();
    manager = NotifySocket.at(name);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            "env", // a signal that whoever runs the tests ignores (nohup) would be ignored here too
            "--default-signal=HUP",
            java,
            "-Xmx48m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--config",
            file.toString());
    builder.environment().put("NOTIFY_SOCKET", name);
    builder.environment().put("WATCHDOG_USEC", "2000000");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process started =
        builder.redirectErrorStream(true).redirectOutput(dir.resolve("log").toFile()).start();
    agent = started;
    until(() -> count("READY=1") == 1);
    return started;
  }

  private void until(Callable<Boolean> holds) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> agent != null && !agent.isAlive())
        .until(holds);
  }

  private List<String> told() {
    return manager == null ? List.of() : manager.told();
  }

  /** What was told last; empty before anything was. */
  private String last() {
    List<String> told = told(); // once: more may come between two looks
    return told.isEmpty() ? "" : told.get(told.size() - 1);
  }

  private long count(String message) {
    return told().stream().filter(message::equals).count();
  }

  private String log() throws IOException {
    return Files.readString(dir.resolve("log"));
  }

  /** Writes the configuration and reloads; returns when the service manager may go on. */
  private void reload(String changed) throws Exception {
    Files.writeString(dir.resolve("agent.toml"), changed);
    long ready = count("READY=1");
    hangUp();
    until(() -> count("READY=1") == ready + 1);
    assertThat(told().stream().filter(text -> text.startsWith("RELOADING=1\n")).count())
        .isEqualTo(ready);
  }

  private void hangUp() throws Exception {
    Process running = java.util.Objects.requireNonNull(agent);
    assertThat(new ProcessBuilder("kill", "-HUP", String.valueOf(running.pid())).start().waitFor())
        .isZero();
  }

  private void stop() throws Exception {
    Process running = java.util.Objects.requireNonNull(agent);
    running.destroy();
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(told()).last().isEqualTo("STOPPING=1\nSTATUS=Stopping");
    assertThat(log()).endsWith("Stopped in order\n");
  }

  private static String run(String... arguments) {
    var out = new StringWriter();
    MainCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(arguments);
    return out.toString();
  }

  private String url() {
    return config.replaceAll("(?s).*listen = \"([^\"]*)\".*", "http://$1/");
  }

  private int port() {
    return java.net.URI.create(url()).getPort();
  }

  private long readings() {
    String spool = dir.resolve("state/spool").toString();
    return run("spool", "export", "--dir", spool)
        .lines()
        .filter(l -> l.contains("\"cpu\""))
        .count();
  }

  @Test
  void theManagerIsToldThatItIsReadyHowItIsAndThatItLives() throws Exception {
    start();
    String refused = "STATUS=1 problem: not connected to the server: connection re";
    until(() -> told().stream().anyMatch(text -> text.startsWith(refused)));
    until(() -> count("WATCHDOG=1") >= 3);
    assertThat(
            told().stream().filter(text -> !text.equals("WATCHDOG=1"))) // a slow start is fed too
        .startsWith("READY=1")
        .allMatch(text -> text.matches("READY=1|WATCHDOG=1|STATUS=.+"));
    stop();
  }

  @Test
  void aChangedConfigurationIsTakenAndNothingIsLost() throws Exception {
    start();
    until(() -> readings() > 0);
    String device =
        """
        [[device]]
        id = "bagtag"
        kind = "printer"
        driver = "escpos"
        endpoint = "tcp://127.0.0.1:1"
        interval = "500ms"
        """;
    reload(config + device);
    assertThat(log())
        .containsPattern(
            "Read .*/agent.toml anew; changed: device bagtag \\(new\\). Nothing was sampled for"
                + " \\d+ ms, and nothing was lost");
    long before = readings();
    until(() -> readings() > before);
    assertThat(run("status", "--json", "--url", url())).contains("\"bagtag\"");
    reload(config.replace("100ms", "200ms"));
    assertThat(log()).contains("changed: [sample], device bagtag (gone).");
    stop();
    String spool = dir.resolve("state/spool").toString();
    assertThat(run("spool", "export", "--dir", spool)).doesNotContain("\"gap\"", "SPOOL_DAMAGED");
    assertThat(run("spool", "stat", "--dir", spool)).contains("lost      nothing");
  }

  @Test
  void aWrongConfigurationIsRefusedInTheLogAndInTheState() throws Exception {
    start();
    reload(config + "[[device]]\nid = \"x\"\nkind = \"toaster\"\n");
    assertThat(log())
        .contains("device[1].kind: ")
        .contains("device[1].driver: ")
        .containsPattern("agent.toml was not taken \\(\\d problems\\); the agent goes on");
    until(() -> last().startsWith("STATUS=Changed configuration refused: "));
    assertThat(run("status", "--json", "--url", url())).contains("\"host\" : \"K\"");
    reload(config);
    assertThat(log()).contains("nothing in it has changed, so nothing was stopped");
    until(() -> last().startsWith("STATUS=1 problem: not connected"));
    stop();
  }

  @Test
  void whatOnlyARestartCanChangeIsRefused() throws Exception {
    start();
    reload(config.replace("/state\"", "/elsewhere\""));
    assertThat(log())
        .contains("kiosk.state_dir: an agent that runs stays with its folder " + dir + "/state;")
        .contains("spool.dir: an agent that runs stays with its folder " + dir + "/state/spool;");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      reload(
          config.replaceAll("listen = .*", "listen = \"127.0.0.1:" + taken.getLocalPort() + "\""));
      assertThat(log())
          .contains("status.listen: 127.0.0.1:" + taken.getLocalPort() + " cannot be had (");
    }
    Files.delete(dir.resolve("agent.toml"));
    long ready = count("READY=1");
    hangUp();
    until(() -> count("READY=1") == ready + 1);
    assertThat(log()).contains("there is no configuration file " + dir + "/agent.toml");
    assertThat(run("status", "--json", "--url", url())).contains("\"host\" : \"K\"");
    stop();
  }

  @Test
  void aPageThatCannotBeServedAfterAllBringsTheOldConfigurationBack() throws Exception {
    start();
    try (var taken = new ServerSocket(port(), 1, InetAddress.getByName("127.0.0.2"))) {
      assertThat(taken.isBound()).isTrue();
      reload(config.replaceAll("listen = .*", "listen = \"127.0.0.2:" + port() + "\""));
    }
    assertThat(log())
        .contains("There is no status page: ")
        .contains("the agent could not be started with it");
    assertThat(run("status", "--json", "--url", url())).contains("\"host\" : \"K\"");
    long before = readings();
    until(() -> readings() > before);
    stop();
    assertThat(run("spool", "export", "--dir", dir.resolve("state/spool").toString()))
        .doesNotContain("\"gap\"", "SPOOL_DAMAGED");
  }

  @Test
  void aPageThatCouldNotBeServedIsTriedAgainAtAReloadWithTheSameConfiguration() throws Exception {
    try (var taken = new ServerSocket(port(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      start();
      assertThat(log()).contains("There is no status page: ");
      reload(config);
      assertThat(log()).contains("there is still no status page").doesNotContain("was not taken");
      reload(config.replace("100ms", "200ms"));
      assertThat(log())
          .contains("changed: [sample]. Nothing was sampled")
          .doesNotContain("was not taken");
    }
    reload(config.replace("100ms", "200ms"));
    assertThat(log()).contains("the status page is served now");
    assertThat(run("status", "--json", "--url", url())).contains("\"host\" : \"K\"");
    stop();
  }
}

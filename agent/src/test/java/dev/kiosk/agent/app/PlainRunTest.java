package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRunTest {

  @Test
  void theCommandLineOfAServiceIsUnderstood() {
    assertThat(PlainRun.of("run", "--config", "/etc/kiosk-agent/agent.toml"))
        .isEqualTo(new PlainRun(Path.of("/etc/kiosk-agent/agent.toml")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "run --config",
        "run --config=a.toml",
        "run --config --help",
        "run --help a.toml",
        "run --config a.toml --root /x",
        "status --config a.toml",
        "run --config a\0b"
      })
  void whateverElseAPersonMayHaveMeantIsLeftToPicocli(String line) {
    assertThat(PlainRun.of(line.split(" "))).isNull();
  }

  /** The classes of both would live as long as the agent. */
  @Test
  void aServiceLoadsNeitherPicocliNorAnObjectMapper(@TempDir Path dir) throws Exception {
    Path classes = dir.resolve("classes");
    Path log = dir.resolve("log");
    Process agent = start(dir, classes, log);
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(log).contains(" watches K of acme"));
      agent.destroy();
      assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      agent.destroyForcibly().waitFor();
    }
    assertThat(Files.readAllLines(classes))
        .anyMatch(line -> line.contains(" dev.kiosk.agent.app.Agent "))
        .noneMatch(line -> line.contains(" picocli."))
        .noneMatch(line -> line.contains("databind.ObjectMapper"));
  }

  private static Process start(Path dir, Path classes, Path log) throws IOException {
    Path config =
        Files.writeString(
            dir.resolve("agent.toml"),
            """
            [kiosk]
            tenant_id = "acme"
            host = "K"
            state_dir = "%1$s/state"
            [server]
            url = "ws://127.0.0.1:1/"
            [spool]
            dir = "%1$s/spool"
            [status]
            listen = "127.0.0.1:0"
            [service]
            socket = "off"
            """
                .formatted(dir));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + classes,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--config",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}

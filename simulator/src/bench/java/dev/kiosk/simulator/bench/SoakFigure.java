package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The built agent, started by its start script with the default configuration, connected to the
 * built hub for {@code -Dbench.minutes}: does it stay connected, and what does it cost.
 */
final class SoakFigure implements Figure {

  private static final Duration SETTLED = Duration.ofSeconds(30);
  private static final double MOST_PERCENT = 0.5;
  private static final String TRIED = "kiosk_agent_connects_tried_total ";

  private final Stage stage;
  private final Time time = Time.system();

  SoakFigure(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    var minutes = Duration.ofMinutes(Integer.getInteger("bench.minutes", 10));
    String status = "127.0.0.1:" + freePort();
    try (Hub hub = stage.hub(dir.resolve("hub"));
        Child agent = start(dir, hub, status)) {
      long began = time.nanos();
      Thread.sleep(SETTLED.toMillis());
      double cpuBefore = agent.cpuSeconds();
      double residentBefore = agent.residentMebibytes();
      long from = time.nanos();
      Thread.sleep(minutes.minus(SETTLED).toMillis());
      double percent = 100 * (agent.cpuSeconds() - cpuBefore) / ((time.nanos() - from) / 1e9);
      report.line(
          "%.1f minutes; resident memory %.1f MiB after %d s, %.1f MiB at the end"
              .formatted(
                  (time.nanos() - began) / 60e9,
                  residentBefore,
                  SETTLED.toSeconds(),
                  agent.residentMebibytes()));
      long reconnects = connectsTried(status) - 1;
      report.reach(reconnects == 0, "no reconnect", String.valueOf(reconnects));
      report.reach(
          percent < MOST_PERCENT,
          "below %.1f %% of a processor after the first %d s"
              .formatted(MOST_PERCENT, SETTLED.toSeconds()),
          "%.2f %%".formatted(percent));
    }
  }

  private Child start(Path dir, Hub hub, String status) throws IOException {
    Path script = Stage.AGENT_MODULE.resolve(Path.of("target", "dist", "bin", "kiosk-agent"));
    if (!Files.isExecutable(script)) {
      throw new IOException(script + " is missing; name package instead of test-compile");
    }
    Path config =
        Files.writeString(
            dir.resolve("agent.toml"),
            """
            [kiosk]
            tenant_id = "%s"
            host = "%s"
            state_dir = "%s"
            [server]
            url = "%s"
            [spool]
            dir = "%s"
            [status]
            listen = "%s"
            """
                .formatted(
                    Events.TENANT,
                    Events.HOST,
                    dir.resolve("state"),
                    hub.agentUri(),
                    dir.resolve("spool"),
                    status));
    return Child.of(
        new ProcessBuilder(script.toString(), "run", "--config", config.toString())
            .redirectError(dir.resolve("agent.log").toFile())
            .start());
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static long connectsTried(String status) throws IOException {
    try (InputStream metrics = URI.create("http://" + status + "/metrics").toURL().openStream()) {
      String text = new String(metrics.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> line.startsWith(TRIED))
          .mapToLong(line -> Long.parseLong(line.substring(TRIED.length())))
          .findFirst()
          .orElseThrow(() -> new IOException("the agent's metrics hold no " + TRIED));
    }
  }
}

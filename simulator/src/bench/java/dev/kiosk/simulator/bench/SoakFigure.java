package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
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
    String status = "127.0.0.1:" + BuiltAgent.freePort();
    try (Hub hub = stage.hub(dir.resolve("hub"));
        Child agent =
            BuiltAgent.start(
                dir, BuiltAgent.config(dir, hub.agentUri(), status, ""), Path.of("/"))) {
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

  private static long connectsTried(String status) throws IOException {
    return BuiltAgent.metrics(status, TRIED).get(0).longValue();
  }
}

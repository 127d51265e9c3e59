package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Eight printers that are asked each second; from the middle of the time on, one of them takes
 * connections and never answers: are the others asked any later for it.
 */
final class HungFigure implements Figure {

  private static final int PRINTERS = 8;
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final Duration HALF = Duration.ofSeconds(60);

  private final Stage stage;
  private final Time time = Time.system();

  HungFigure(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    var printers = new ArrayList<StampedPrinter>();
    var toml = new StringBuilder();
    try {
      for (int i = 0; i < PRINTERS; i++) {
        StampedPrinter printer = StampedPrinter.start(time);
        printers.add(printer);
        toml.append(
            """
            [[device]]
            id = "printer-%d"
            kind = "printer"
            driver = "escpos"
            endpoint = "tcp://127.0.0.1:%d"
            interval = "1s"
            """
                .formatted(i, printer.port()));
      }
      measure(dir, report, printers, toml.toString());
    } finally {
      printers.forEach(StampedPrinter::close);
    }
  }

  private void measure(Path dir, Report report, List<StampedPrinter> printers, String toml)
      throws IOException, InterruptedException {
    String status = "127.0.0.1:" + BuiltAgent.freePort();
    try (Hub hub = stage.hub(dir.resolve("hub"));
        Child agent =
            BuiltAgent.start(
                dir, BuiltAgent.config(dir, hub.agentUri(), status, toml), Path.of("/"))) {
      Thread.sleep(SETTLED.toMillis());
      List<StampedPrinter> others = printers.subList(1, printers.size());
      String before = late(others);
      int threadsBefore = agent.threads();
      printers.get(0).hang();
      String during = late(others);
      report.line("an interval of the others was longer than 1 s by " + before + " without");
      report.line("                                           and by " + during + " with the hang");
      report.line("threads %d without, %d with it".formatted(threadsBefore, agent.threads()));
      double longest =
          BuiltAgent.metrics(status, "kiosk_agent_device_connected_longest_seconds{").stream()
              .mapToDouble(Double::doubleValue)
              .max()
              .orElse(0);
      report.reach(
          longest < 3,
          "the printer that hangs is held for less than 3 s at a time",
          "%.3f s".formatted(longest));
    }
  }

  private String late(List<StampedPrinter> printers) throws InterruptedException {
    printers.forEach(StampedPrinter::forget);
    Thread.sleep(HALF.toMillis());
    List<Double> lateMillis =
        printers.stream()
            .flatMap(printer -> printer.gapsMillis().stream())
            .map(gap -> gap - 1_000)
            .sorted()
            .toList();
    return "%.2f ms (median), %.2f ms (99th percentile), %.2f ms (most of %d)"
        .formatted(
            lateMillis.get(lateMillis.size() / 2),
            lateMillis.get(lateMillis.size() * 99 / 100),
            lateMillis.get(lateMillis.size() - 1),
            lateMillis.size());
  }
}

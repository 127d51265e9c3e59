package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.bench.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a million buffered readings go to a receiver that only counts, from the welcome to the
 * last receipt; by turns with the default window and a wide one, and with many readings in a record
 * and one, as a kiosk writes them that samples once a second.
 */
final class DrainFigure implements Figure {

  private static final int EVENTS = 1_000_000;
  private static final int EVENT_BYTES = 110;
  private static final int SPOOL_MEBIBYTES = 256;
  private static final int MANY = 512;
  private static final int WIDE = 8192;
  private static final int ROUNDS = 3;
  private static final double LEAST = 400_000;

  private final Stage stage;

  DrainFigure(Stage stage) {
    this.stage = stage;
  }

  /** One way to drain, and what came of it. */
  private record Way(int window, int together, List<Double> perSecond, List<Double> cpuSeconds) {
    Way(int window, int together) {
      this(window, together, new ArrayList<>(), new ArrayList<>());
    }
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    var ways =
        List.of(
            new Way(AgentSetup.DEFAULT_IN_FLIGHT, MANY),
            new Way(WIDE, MANY),
            new Way(AgentSetup.DEFAULT_IN_FLIGHT, 1),
            new Way(WIDE, 1));
    Stage.Counting receiver = stage.warmReceiver(dir, EVENT_BYTES);
    try (Child counting = receiver.child()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (Way way : ways) {
          drain(Folder.empty(dir.resolve("agent")), way, receiver);
        }
      }
      counting.end();
    }
    report.line(
        "%,d readings of %d bytes, replay_rate unlimited, %d rounds"
            .formatted(EVENTS, EVENT_BYTES, ROUNDS));
    for (Way way : ways) {
      report.line(
          "max_in_flight %d, %d in a record; processor time of the agent %s s"
              .formatted(way.window, way.together, Spread.of(way.cpuSeconds).text(2)));
      Spread perSecond = Spread.of(way.perSecond);
      report.reach(
          perSecond.median() >= LEAST,
          "%,.0f a second".formatted(LEAST),
          perSecond.text(0) + " a second");
    }
  }

  private void drain(Path dir, Way way, Stage.Counting receiver)
      throws IOException, InterruptedException {
    AgentSetup setup =
        AgentSetup.standard(dir, receiver.uri())
            .withMaxInFlight(way.window)
            .withReplayRate(AgentSetup.UNLIMITED)
            .withSpoolMebibytes(SPOOL_MEBIBYTES);
    stage.fill(setup, new FilledSpool.Content(EVENTS, EVENT_BYTES, way.together));
    try (Child agent = stage.agent(setup)) {
      double seconds = Long.parseLong(agent.ask("drain")) / 1e9;
      way.cpuSeconds.add(agent.cpuSeconds());
      String counted = receiver.child().ask("counted").split(" ")[0];
      if (!counted.equals(String.valueOf(EVENTS))) {
        throw new IOException("%s events came of %d".formatted(counted, EVENTS));
      }
      way.perSecond.add(EVENTS / seconds);
      agent.end();
    }
  }
}

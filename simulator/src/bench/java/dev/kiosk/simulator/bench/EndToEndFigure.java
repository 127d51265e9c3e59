package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.bench.Spread;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * How many events a second one kiosk gets from its spool to a receipt of the real hub, which gives
 * it when they are on its disk; and what processor time that costs at both ends.
 */
final class EndToEndFigure implements Figure {

  private static final int WIDE = 8192;
  private static final int WARM_UP_MILLIS = 4_000;
  private static final int ROUND_MILLIS = 4_000;
  private static final int ROUNDS = 3;
  private static final double FLOOR = 60_000 / 60.0;
  private static final double AIM = 100_000;

  private final Stage stage;
  private final Time time = Time.system();

  EndToEndFigure(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    report.line(
        "events of 110 bytes to the hub and its disk, %d rounds of %d s"
            .formatted(ROUNDS, ROUND_MILLIS / 1000));
    for (int window : new int[] {AgentSetup.DEFAULT_IN_FLIGHT, WIDE}) {
      window(Folder.empty(dir.resolve("window")), window, report);
    }
  }

  private void window(Path dir, int window, Report report)
      throws IOException, InterruptedException {
    var perSecond = new ArrayList<Double>();
    var agentCpu = new ArrayList<Double>();
    var hubCpu = new ArrayList<Double>();
    try (Hub hub = stage.hub(dir.resolve("hub"));
        Child agent =
            stage.agent(
                AgentSetup.standard(dir.resolve("agent"), hub.agentUri())
                    .withMaxInFlight(window))) {
      while (agent.ask("connected").equals("false")) {
        Thread.sleep(1); // what is there before the welcome is a backlog, and paced
      }
      agent.ask("feed " + 4 * window);
      Thread.sleep(WARM_UP_MILLIS);
      for (int round = 0; round < ROUNDS; round++) {
        long began = time.nanos();
        long receipted = Long.parseLong(agent.ask("receipted"));
        double agentBefore = agent.cpuSeconds();
        double hubBefore = hub.child().cpuSeconds();
        Thread.sleep(ROUND_MILLIS);
        double seconds = (time.nanos() - began) / 1e9;
        perSecond.add((Long.parseLong(agent.ask("receipted")) - receipted) / seconds);
        agentCpu.add(100 * (agent.cpuSeconds() - agentBefore) / seconds);
        hubCpu.add(100 * (hub.child().cpuSeconds() - hubBefore) / seconds);
      }
      agent.kill();
    }
    Spread rate = Spread.of(perSecond);
    report.line(
        "max_in_flight %d; of a processor the agent took %s %%, the hub %s %%"
            .formatted(window, Spread.of(agentCpu).text(0), Spread.of(hubCpu).text(0)));
    String measured = rate.text(0) + " a second";
    report.reach(rate.median() >= FLOOR, "at least %,.0f a second".formatted(FLOOR), measured);
    report.reach(rate.median() >= AIM, "%,.0f a second".formatted(AIM), measured);
  }
}

package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Kills the agent while it drains a million readings to the hub, starts it again, and looks what
 * the hub holds in the end.
 */
final class KillDrainingFigure implements Figure {

  private static final int EVENTS = 1_000_000;
  private static final int EVENT_BYTES = 110;
  private static final int SPOOL_MEBIBYTES = 256;
  private static final int MANY = 512;
  private static final int ROUNDS = 3;
  private static final int LOOK_MILLIS = 5;

  private final Stage stage;

  KillDrainingFigure(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    int lost = 0;
    int storedTwice = 0;
    long sentTwice = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      Path folder = Folder.empty(dir.resolve("round"));
      try (Hub hub = stage.hub(folder.resolve("hub"))) {
        long killedAt = drain(folder, hub, EVENTS / (ROUNDS + 1) * round);
        Hub.Held held = hub.held(EVENTS);
        report.line(
            "killed at %,d of %,d: %,d stored, %d of them twice, %d sent twice"
                .formatted(killedAt, EVENTS, held.stored(), held.storedTwice(), hub.duplicates()));
        lost += EVENTS - held.stored();
        storedTwice += held.storedTwice();
        sentTwice = Math.max(sentTwice, hub.duplicates());
      }
    }
    report.reach(lost == 0, "none lost", lost + " lost");
    report.reach(
        sentTwice <= AgentSetup.DEFAULT_IN_FLIGHT,
        "at most %d sent twice".formatted(AgentSetup.DEFAULT_IN_FLIGHT),
        "%d".formatted(sentTwice));
    report.reach(storedTwice == 0, "none stored twice", String.valueOf(storedTwice));
  }

  /** Returns how many had a receipt shortly before the kill. */
  private long drain(Path folder, Hub hub, int killFrom) throws IOException, InterruptedException {
    AgentSetup setup =
        AgentSetup.standard(folder.resolve("agent"), hub.agentUri())
            .withReplayRate(AgentSetup.UNLIMITED)
            .withSpoolMebibytes(SPOOL_MEBIBYTES);
    stage.fill(setup, new FilledSpool.Content(EVENTS, EVENT_BYTES, MANY));
    long receipted = 0;
    try (Child agent = stage.agent(setup)) {
      while (receipted < killFrom) {
        Thread.sleep(LOOK_MILLIS);
        receipted = Long.parseLong(agent.ask("receipted"));
      }
      agent.kill();
    }
    try (Child again = stage.agent(setup)) {
      again.ask("drain");
      again.end();
    }
    return receipted;
  }
}

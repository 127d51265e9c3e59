package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * From a command to its reply over the wire, one after the other, with the table of answers on the
 * disk: while nothing else is to do, and while a backlog is drained.
 */
final class CommandFigure implements Figure {

  private static final int COMMANDS = 1_000;
  private static final int BACKLOG = 2_000_000;
  private static final int EVENT_BYTES = 110;
  private static final int MANY = 512;
  private static final int SPOOL_MEBIBYTES = 512;
  private static final double MOST_P99_MILLIS = 50;
  private static final double MOST_MILLIS = 2_000;

  private final Stage stage;

  CommandFigure(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    commands(dir, "0", report);
    commands(dir, AgentSetup.DEFAULT_REPLAY_RATE, report);
    commands(dir, AgentSetup.UNLIMITED, report);
  }

  private void commands(Path dir, String replayRate, Report report)
      throws IOException, InterruptedException {
    Path folder = Folder.empty(dir.resolve("round"));
    boolean idle = replayRate.equals("0");
    Stage.Counting receiver = stage.receiver(folder);
    AgentSetup setup =
        AgentSetup.standard(folder.resolve("agent"), receiver.uri())
            .withReplayRate(idle ? AgentSetup.UNLIMITED : replayRate)
            .withSpoolMebibytes(SPOOL_MEBIBYTES);
    if (!idle) {
      stage.fill(setup, new FilledSpool.Content(BACKLOG, EVENT_BYTES, MANY));
    }
    try (Child counting = receiver.child();
        Child agent = stage.agent(setup)) {
      while (agent.ask("connected").equals("false")) {
        Thread.sleep(1);
      }
      String took = counting.ask("command %d c".formatted(COMMANDS));
      long left = Long.parseLong(agent.ask("held"));
      String what = idle ? "idle" : "backlog at replay_rate " + replayRate;
      if (!idle && left == 0) {
        what += ", WHICH ENDED BEFORE THE LAST COMMAND";
      }
      say(what, took, report);
      agent.kill();
      counting.end();
    }
  }

  private static void say(String what, String took, Report report) {
    double[] millis =
        Arrays.stream(took.split(" "))
            .mapToDouble(micros -> Long.parseLong(micros) / 1e3)
            .toArray();
    report.line(
        "%,d commands, %s: median %.1f ms, 99th percentile %.1f ms, longest %.1f ms"
            .formatted(COMMANDS, what, millis[0], millis[1], millis[2]));
    report.reach(
        millis[1] < MOST_P99_MILLIS && millis[2] < MOST_MILLIS,
        "99th below %.0f ms, none above %.0f s".formatted(MOST_P99_MILLIS, MOST_MILLIS / 1000),
        "%.1f ms and %.1f ms".formatted(millis[1], millis[2]));
  }
}

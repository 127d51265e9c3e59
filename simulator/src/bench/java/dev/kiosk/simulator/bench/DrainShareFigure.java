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
 * How fast a full spool of the default size is drained, against Java-WebSocket alone that sends as
 * many bytes in frames of 64 KiB to the same receiver. By turns.
 */
final class DrainShareFigure implements Figure {

  private static final int EVENT_BYTES = 110;
  private static final int MANY = 512;
  private static final int ROUNDS = 5;
  private static final double LEAST = 70;

  private final Stage stage;

  DrainShareFigure(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    report.line(
        "a full spool of %d MiB, events of %d bytes, replay_rate unlimited, %d rounds"
            .formatted(AgentSetup.DEFAULT_SPOOL_MEBIBYTES, EVENT_BYTES, ROUNDS));
    Stage.Counting receiver = stage.warmReceiver(dir, EVENT_BYTES);
    try (Child counting = receiver.child()) {
      for (int together : new int[] {MANY, 1}) {
        rounds(dir.resolve("agent"), together, receiver, report);
      }
      counting.end();
    }
  }

  private void rounds(Path dir, int together, Stage.Counting receiver, Report report)
      throws IOException, InterruptedException {
    List<Double> drained = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long bytes = drain(Folder.empty(dir), together, receiver, drained);
      long nanos = stage.bareClientNanos(receiver.uri(), bytes, EVENT_BYTES);
      bare.add(mebibytesPerSecond(bytes(receiver.child()), nanos));
      shares.add(100 * drained.get(round) / bare.get(round));
    }
    report.line("%d in a record:".formatted(together));
    report.line("  the agent        %s MiB/s".formatted(Spread.of(drained).text(1)));
    report.line("  Java-WebSocket   %s MiB/s".formatted(Spread.of(bare).text(1)));
    Spread share = Spread.of(shares);
    report.reach(share.median() >= LEAST, "%.0f %%".formatted(LEAST), share.text(1) + " %");
  }

  /** Returns how many bytes came. */
  private long drain(Path dir, int together, Stage.Counting receiver, List<Double> drained)
      throws IOException, InterruptedException {
    AgentSetup setup =
        AgentSetup.standard(dir, receiver.uri()).withReplayRate(AgentSetup.UNLIMITED);
    stage.fill(setup, new FilledSpool.Content(Integer.MAX_VALUE, EVENT_BYTES, together));
    try (Child agent = stage.agent(setup)) {
      long nanos = Long.parseLong(agent.ask("drain"));
      long bytes = bytes(receiver.child());
      drained.add(mebibytesPerSecond(bytes, nanos));
      agent.end();
      return bytes;
    }
  }

  private static long bytes(Child counting) throws IOException {
    return Long.parseLong(counting.ask("counted").split(" ")[1]);
  }

  private static double mebibytesPerSecond(long bytes, long nanos) {
    return bytes / (double) (1 << 20) / (nanos / 1e9);
  }
}

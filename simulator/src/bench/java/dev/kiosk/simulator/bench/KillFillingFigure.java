package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Kills the agent while a million readings are appended and no server is there, starts it again
 * with one, and looks which of them came.
 */
final class KillFillingFigure implements Figure {

  private static final int EVENTS = 1_000_000;

  /** As fast as it goes without a flush interval's events filling the spool's memory of 4 MiB. */
  private static final int SECONDS = 32;

  private static final int SPOOL_MEBIBYTES = 256;
  private static final int ROUNDS = 3;

  /** The default flush interval, and what the write of a group may take behind it. */
  private static final double MOST_AGE_MILLIS = 1_000 + 50;

  /** Nothing listens there (discard, RFC 863). */
  private static final URI NOBODY = URI.create("ws://127.0.0.1:9/");

  private final Stage stage;
  private final Time time = Time.system();

  KillFillingFigure(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    report.line("%,d readings of 110 bytes in %d s".formatted(EVENTS, SECONDS));
    double oldest = 0;
    long sentTwice = 0;
    long storedTwice = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      Path folder = Folder.empty(dir.resolve("round"));
      AgentSetup setup =
          AgentSetup.standard(folder.resolve("agent"), NOBODY)
              .withReplayRate(AgentSetup.UNLIMITED)
              .withSpoolMebibytes(SPOOL_MEBIBYTES);
      Path file = folder.resolve("journal");
      long killedNanos = fillAndKill(setup, file, SECONDS * 1000L * round / (ROUNDS + 1));
      Journal journal = Journal.open(file);
      try (Hub hub = stage.hub(folder.resolve("hub"))) {
        try (Child again = stage.agent(setup.withServer(hub.agentUri()))) {
          again.ask("drain");
          again.end();
        }
        Hub.Held held = hub.held(EVENTS);
        long lost = journal.appended() - held.stored();
        double age = lost <= 0 ? 0 : journal.ageMillis(held.firstMissing(), killedNanos);
        report.line(
            "killed at %,d: %,d lost, the oldest %.0f ms old; %d sent twice, %d stored twice"
                .formatted(journal.appended(), lost, age, hub.duplicates(), held.storedTwice()));
        oldest = Math.max(oldest, age);
        sentTwice = Math.max(sentTwice, hub.duplicates());
        storedTwice += held.storedTwice();
      }
    }
    report.reach(
        oldest <= MOST_AGE_MILLIS,
        "none lost that is older than the flush interval of 1 s",
        "%.0f ms".formatted(oldest));
    report.reach(
        sentTwice <= AgentSetup.DEFAULT_IN_FLIGHT,
        "at most %d sent twice".formatted(AgentSetup.DEFAULT_IN_FLIGHT),
        String.valueOf(sentTwice));
    report.reach(storedTwice == 0, "none stored twice", String.valueOf(storedTwice));
  }

  /** Returns the monotonic clock at the kill. */
  private long fillAndKill(AgentSetup setup, Path journal, long afterMillis)
      throws IOException, InterruptedException {
    try (Child agent = stage.agent(setup)) {
      agent.ask("receipted"); // it runs
      agent.tell("fill %d %d %s".formatted(EVENTS, SECONDS, journal));
      Thread.sleep(afterMillis);
      long nanos = time.nanos();
      agent.kill();
      return nanos;
    }
  }
}

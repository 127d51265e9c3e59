package dev.kiosk.simulator.bench;

import dev.kiosk.agent.app.Agent;
import dev.kiosk.agent.app.AgentConfig;
import dev.kiosk.agent.app.ConfigReader;
import dev.kiosk.agent.app.Platform;
import dev.kiosk.agent.app.Probes;
import dev.kiosk.agent.app.RunningAgent;
import dev.kiosk.agent.link.LinkStatus;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The agent with nothing to sample, in a process of its own; events are put into its spool on
 * request. The argument is its configuration. Requests:
 *
 * <pre>
 *   drain                    waits until all is receipted  ─▶ nanoseconds since the welcome
 *   connected                ─▶ whether the server has welcomed it
 *   held                     ─▶ events without receipt
 *   receipted                ─▶ position below which all is receipted
 *   feed AHEAD               appends for ever, at most so many events ahead of the receipts
 *   fill N SECONDS JOURNAL   appends so many at an even pace and keeps a {@link Journal}
 * </pre>
 */
public final class BenchAgent {

  private static final int EVENT_BYTES = 110;
  private static final int LOOK_EACH = 64;
  private static final int MOST_REST_MILLIS = 1;

  private final Spool spool;
  private final Agent agent;
  private final Time time;
  private final Events events = new Events(EVENT_BYTES);

  private BenchAgent(Agent agent, Time time) {
    this.agent = agent;
    this.spool = agent.spool();
    this.time = time;
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of("/");
    AgentConfig config = ConfigReader.read(Path.of(arguments[0]), root);
    Platform platform = Platform.real(root, config.tls());
    Agent agent = Agent.assemble(config, platform, new Probes(List.of(), List.of()));
    try (var running = RunningAgent.start(agent, platform.time())) {
      Lines.answer(new BenchAgent(running.agent(), platform.time())::answer);
    }
  }

  private String answer(String[] words) throws IOException, InterruptedException {
    String answer =
        switch (words[0]) {
          case "drain" -> String.valueOf(drain());
          case "connected" -> String.valueOf(isConnected());
          case "held" -> String.valueOf(spool.stats().readings().held());
          case "receipted" -> String.valueOf(spool.receipted(Lane.READINGS));
          case "feed" -> feed(Integer.parseInt(words[1]));
          case "fill" ->
              fill(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Path.of(words[3]));
          default -> throw new IOException("not known: " + words[0]);
        };
    if (!spool.refusing().isEmpty()) {
      throw new IOException("the spool could not write: " + spool.refusing());
    }
    return answer;
  }

  private boolean isConnected() {
    return agent.link().status().state() == LinkStatus.State.CONNECTED;
  }

  private long drain() throws InterruptedException {
    while (!isConnected()) {
      Thread.sleep(MOST_REST_MILLIS);
    }
    long began = time.nanos();
    while (spool.receipted(Lane.READINGS) < spool.next(Lane.READINGS)) {
      Thread.sleep(MOST_REST_MILLIS);
    }
    return time.nanos() - began;
  }

  private String feed(int ahead) {
    var feeder =
        new Thread(
            () -> {
              try {
                feedForever(ahead);
              } catch (InterruptedException nobodyDoesThis) {
                Thread.currentThread().interrupt();
              }
            },
            "feeder");
    feeder.setDaemon(true);
    feeder.start();
    return "feeding";
  }

  private void feedForever(int ahead) throws InterruptedException {
    for (int number = 0; ; number++) {
      if (number % LOOK_EACH == 0) {
        while (number - spool.receipted(Lane.READINGS) > ahead - LOOK_EACH) {
          Thread.sleep(MOST_REST_MILLIS);
        }
      }
      spool.append(Lane.READINGS, events.numbered(number));
    }
  }

  private String fill(int count, int seconds, Path journal)
      throws IOException, InterruptedException {
    long began = time.nanos();
    double perNano = count / (seconds * 1e9);
    Journal written = Journal.create(journal, began);
    for (int number = 0; number < count; ) {
      long due = Math.min(count, (long) ((time.nanos() - began) * perNano));
      for (; number < due; number++) {
        spool.append(Lane.READINGS, events.numbered(number));
      }
      written.note(time.nanos(), number);
      Thread.sleep(MOST_REST_MILLIS);
    }
    return "filled";
  }
}

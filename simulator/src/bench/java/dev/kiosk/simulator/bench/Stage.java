package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts the processes of a figure. What they say on standard error is kept in its folder. */
final class Stage {

  /** Beside the simulator's module, where the figures are run. */
  static final Path AGENT_MODULE = Path.of("..", "agent");

  private static final long WARM_UP_BYTES = 256L << 20;

  private final ChildJvm agentJvm;
  private final ChildJvm plainJvm = ChildJvm.plain();
  private final ChildJvm hubJvm =
      ChildJvm.plain("-Dtinylog.configuration=tinylog-simulator.properties");

  private Stage(ChildJvm agentJvm) {
    this.agentJvm = agentJvm;
  }

  /** With the agent's start options of today. */
  static Stage open() throws IOException {
    return new Stage(ChildJvm.ofAgent(AGENT_MODULE));
  }

  /** The agent's options, with blanks between. */
  String agentOptions() {
    return agentJvm.options();
  }

  /** A running agent, see {@link BenchAgent}. */
  Child agent(AgentSetup setup) throws IOException {
    Path config = setup.write();
    return Child.of(
        agentJvm.start(setup.dir().resolve("log"), BenchAgent.class, config.toString()));
  }

  /** Fills the agent's spool; returns how many events it holds. */
  long fill(AgentSetup setup, FilledSpool.Content content)
      throws IOException, InterruptedException {
    Files.createDirectories(setup.dir());
    return Long.parseLong(
        plainJvm.output(
            FilledSpool.class,
            setup.spool().toString(),
            String.valueOf(setup.spoolMebibytes()),
            String.valueOf(content.events()),
            String.valueOf(content.eventBytes()),
            String.valueOf(content.together())));
  }

  /** A bare client with the agent's options, to its end; returns what it printed. */
  long bareClientNanos(URI server, long bytes, int eventBytes)
      throws IOException, InterruptedException {
    return Long.parseLong(
        agentJvm.output(
            BareClient.class,
            server.toString(),
            String.valueOf(bytes),
            String.valueOf(eventBytes)));
  }

  /** A receiver that counts, and where it is. */
  record Counting(Child child, URI uri) {}

  /** A running {@link Receiver}. */
  Counting receiver(Path dir) throws IOException {
    Files.createDirectories(dir);
    var child = Child.of(plainJvm.start(dir.resolve("receiver.log"), Receiver.class));
    return new Counting(child, URI.create("ws://127.0.0.1:%s/".formatted(child.read())));
  }

  /** A receiver that has taken enough to be as fast as it gets: it is not what is measured. */
  Counting warmReceiver(Path dir, int eventBytes) throws IOException, InterruptedException {
    Counting receiver = receiver(dir);
    bareClientNanos(receiver.uri(), WARM_UP_BYTES, eventBytes);
    receiver.child().ask("counted");
    return receiver;
  }

  /** A running hub with a store in that folder. */
  Hub hub(Path dir) throws IOException {
    Files.createDirectories(dir);
    return Hub.of(
        Child.of(
            hubJvm.start(
                dir.resolve("log"),
                dev.kiosk.simulator.app.Main.class,
                "hub",
                "--listen",
                "127.0.0.1:0",
                "--data",
                dir.resolve("data").toString())));
  }
}

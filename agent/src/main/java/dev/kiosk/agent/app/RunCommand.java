package dev.kiosk.agent.app;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.log.Journal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent run}: the service. Ends in order on SIGTERM and SIGINT. */
@Command(
    name = "run",
    description = "Run the agent: the service.",
    mixinStandardHelpOptions = true,
    footer = "Exit code: 78 when the configuration is wrong, 74 when its folders cannot be used.")
public final class RunCommand implements Callable<Integer> {

  /** The exit code for a wrong configuration (EX_CONFIG of sysexits.h). */
  static final int CONFIG = 78;

  /** The exit code for folders that cannot be used (EX_IOERR of sysexits.h). */
  static final int IO = 74;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/kiosk-agent/agent.toml",
      description = "The configuration; default ${DEFAULT-VALUE}.")
  private Path config = Path.of("/etc/kiosk-agent/agent.toml");

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/",
      description = "Where /sys and /proc are found; another folder with simulated devices.")
  private Path root = Path.of("/");

  @Override
  public Integer call() throws InterruptedException {
    AgentConfig read;
    try {
      read = ConfigReader.read(config, root);
    } catch (ConfigException wrong) {
      var problems = new StringWriter();
      Messages.print(wrong, new PrintWriter(problems));
      complain(problems.toString());
      return CONFIG;
    } catch (IOException unreadable) {
      complain("kiosk-agent: " + Messages.unreadable(config, unreadable));
      return CONFIG;
    }
    Platform platform = Platform.real(root, read.tls());
    var stopper = new Stopper();
    Runtime.getRuntime().addShutdownHook(new Thread(stopper, "stop"));
    Agent agent;
    try {
      agent = Agent.assemble(read, platform, Probes.of(read, platform));
    } catch (IOException unusable) {
      stopper.nothingToStop();
      complain("kiosk-agent: " + Messages.unusable(read, unusable));
      return IO;
    } catch (RuntimeException broken) {
      stopper.nothingToStop();
      throw broken;
    }
    run(agent, platform, stopper);
    new CountDownLatch(1).await(); // until the process is told to stop
    return 0;
  }

  private static void run(Agent agent, Platform platform, Stopper stopper) {
    RunningAgent running = RunningAgent.start(agent, platform.time());
    AgentStatus status = AgentStatus.serve(agent, platform.time());
    AgentControl control = AgentControl.serve(agent, platform.time());
    Logger.info(
        "Agent {} watches {} of {}; the server is {}",
        Version.current(),
        agent.config().host(),
        agent.config().tenantId(),
        agent.config().link().shownUri());
    stopper.stopBy(
        () -> {
          control.close();
          status.close();
          running.close();
          Logger.info("Stopped in order");
        });
  }

  /** Says why there is no service; in the journal as what a person must see to. */
  private void complain(String text) {
    String said = text.strip();
    PrintWriter err = Streams.err(spec);
    err.println(Journal.takesStderr() ? Journal.marked(Journal.ERROR, said) : said);
    err.flush();
  }
}

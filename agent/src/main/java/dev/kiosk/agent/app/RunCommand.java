package dev.kiosk.agent.app;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.log.Journal;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code kiosk-agent run}: the service. Ends in order on SIGTERM and SIGINT; takes a changed
 * configuration on SIGHUP.
 */
@Command(
    name = "run",
    description = "Run the agent: the service. SIGHUP makes it take a changed configuration.",
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
    var asked = new Semaphore(0); // permits are requests to reload
    Hangup.take(asked::release);
    Time time = Time.system();
    Notices notices = Notices.begin(time);
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
    var current = new CurrentAgent(root, time, notices);
    var stopper = new Stopper();
    Runtime.getRuntime().addShutdownHook(new Thread(stopper, "stop"));
    try {
      current.start(read);
    } catch (IOException unusable) {
      stopper.nothingToStop();
      complain("kiosk-agent: " + Messages.unusable(read, unusable));
      return IO;
    } catch (RuntimeException broken) {
      stopper.nothingToStop();
      throw broken;
    }
    Logger.info(
        "Agent {} watches {} of {}; the server is {}",
        Version.current(),
        read.host(),
        read.tenantId(),
        read.link().shownUri());
    stopper.stopBy(current::stop);
    return reloadUntilTheEnd(new Reload(config, root, current, notices), asked);
  }

  /** The process is told to stop by signals that end it; SIGHUP tells it to reload. */
  private static int reloadUntilTheEnd(Reload reload, Semaphore asked) throws InterruptedException {
    boolean onTerminal = Terminal.isControlled();
    boolean alive = true;
    while (alive) {
      asked.acquire();
      asked.drainPermits(); // whoever asked meanwhile is served by the same reading
      if (onTerminal && !Terminal.isControlled()) {
        return 0; // the person who started it by hand has left
      }
      alive = reload.run();
    }
    return IO;
  }

  /** Says why there is no service; in the journal as what a person must see to. */
  private void complain(String text) {
    String said = text.strip();
    PrintWriter err = Streams.err(spec);
    err.println(Journal.takesStderr() ? Journal.marked(Journal.ERROR, said) : said);
    err.flush();
  }
}

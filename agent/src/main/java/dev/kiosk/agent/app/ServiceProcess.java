package dev.kiosk.agent.app;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.log.Journal;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The agent as a process: from its configuration to its end. Ends in order on SIGTERM and SIGINT;
 * takes a changed configuration on SIGHUP.
 */
final class ServiceProcess {

  /** The exit code for a wrong configuration (EX_CONFIG of sysexits.h). */
  static final int CONFIG = 78;

  /** The exit code for folders that cannot be used (EX_IOERR of sysexits.h). */
  static final int IO = 74;

  /** Where the configuration is unless told otherwise. */
  static final String USUAL_CONFIG = "/etc/kiosk-agent/agent.toml";

  private final Path config;
  private final Path root;
  private final Consumer<String> err;

  /**
   * A process that does nothing yet.
   *
   * @param config the file
   * @param root where {@code /sys} and {@code /proc} are found
   * @param err where it says why there is no service
   */
  ServiceProcess(Path config, Path root, Consumer<String> err) {
    this.config = config;
    this.root = root;
    this.err = err;
  }

  /**
   * Runs until it is told to stop.
   *
   * @return the exit code
   */
  int run() throws InterruptedException {
    Time time = Time.system();
    Notices notices = Notices.asAsked(time);
    var reloading = new Reloading(notices::end);
    Hangup.take(reloading::ask);
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
    greet(read);
    stopper.stopBy(current::stop);
    reloading.serve(new Reload(config, root, current, notices)::run);
    notices.stay();
    return reloading.exitCode();
  }

  /** Beside the rest: a log's first line takes as long as a tenth of the whole start. */
  private static void greet(AgentConfig config) {
    var greeting =
        new Thread(
            () ->
                Log.info(
                    "Agent {} watches {} of {}; the server is {}",
                    Version.current(),
                    config.host(),
                    config.tenantId(),
                    config.link().shownUri()),
            "greeting");
    greeting.setDaemon(true);
    greeting.start();
  }

  /** Says why there is no service; in the journal as what a person must see to. */
  private void complain(String text) {
    String said = text.strip();
    err.accept(Journal.takesStderr() ? Journal.marked(Journal.ERROR, said) : said);
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.config.Problem;
import dev.kiosk.agent.log.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a changed configuration without a restart, whole or not at all. It is checked as {@code
 * config check} does; then against the agent that runs, because some things only a restart can
 * change. What is refused is told line by line, and the agent goes on as it was.
 */
final class Reload {

  /** Of a problem in the state line, which has the state to tell too; the log has all of it. */
  private static final int MOST_CHARS = 160;

  private final Path file;
  private final Path root;
  private final CurrentAgent current;
  private final Notices notices;

  /**
   * A way to reload.
   *
   * @param file the configuration
   * @param root where {@code /sys} and {@code /proc} are found
   */
  Reload(Path file, Path root, CurrentAgent current, Notices notices) {
    this.file = file;
    this.root = root;
    this.current = current;
    this.notices = notices;
  }

  /**
   * Reloads once. Called by one thread.
   *
   * @return false when no agent runs any more, nor can be started: the process has to end
   */
  boolean run() {
    Agent agent = current.agent();
    if (agent == null) {
      return true; // it stops
    }
    notices.reloading();
    try {
      AgentConfig wanted = ConfigReader.check(file, root).held().config();
      var problems = new ArrayList<String>();
      onlyByRestart(agent, wanted, problems);
      if (problems.isEmpty()) {
        return take(agent.config(), wanted);
      }
      refuse(problems);
    } catch (ConfigException wrong) {
      refuse(wrong.problems().stream().map(Problem::text).toList());
    } catch (IOException unreadable) {
      refuse(List.of(Messages.unreadable(file, unreadable)));
    }
    notices.unchanged();
    return true;
  }

  private boolean take(AgentConfig before, AgentConfig wanted) {
    String changed = ConfigChange.words(before, wanted);
    if (before.equals(wanted)) {
      current.refusing("");
      unchanged();
      notices.unchanged();
      return true;
    }
    current.refusing(""); // what is said next is told with the agent that comes
    CurrentAgent.Outcome outcome =
        current.replace(wanted, (came, pause) -> report(came, changed, pause));
    return outcome != CurrentAgent.Outcome.LOST;
  }

  private void unchanged() {
    CurrentAgent.Page page = current.servePage();
    String more =
        switch (page) {
          case AS_BEFORE -> "";
          case SERVED -> "; the status page is served now";
          case LACKING -> "; there is still no status page, see the line before";
        };
    Log.info("Read {} anew: nothing in it has changed, so nothing was stopped{}", file, more);
  }

  private void report(CurrentAgent.Outcome came, String changed, Duration pause) {
    if (came == CurrentAgent.Outcome.TAKEN) {
      Log.info(
          "Read {} anew; changed: {}. Nothing was sampled for {} ms, and nothing was lost",
          file,
          changed,
          pause.toMillis());
    } else {
      refuse(List.of("the agent could not be started with it, see the line before"));
    }
  }

  private void refuse(List<String> problems) {
    for (String problem : problems) {
      Log.error("{}", problem);
    }
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    Log.error("{} was not taken ({}); the agent goes on as it was configured before", file, count);
    String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    String first = problems.get(0);
    String cut = first.length() <= MOST_CHARS ? first : first.substring(0, MOST_CHARS) + "…";
    current.refusing("Changed configuration refused: " + cut + more + "; ");
  }

  private void onlyByRestart(Agent agent, AgentConfig wanted, List<String> problems) {
    AgentConfig now = agent.config();
    folder(problems, "kiosk.state_dir", now.stateDir(), wanted.stateDir());
    folder(problems, "spool.dir", now.spool().dir(), wanted.spool().dir());
    problems.addAll(current.kept().conflicts(wanted));
    InetSocketAddress listen = wanted.statusListen();
    InetSocketAddress ours = now.statusListen();
    if (listen != null && (ours == null || listen.getPort() != ours.getPort())) {
      bindable(listen, problems);
    }
    String refusing = agent.spool().refusing();
    String silent = refusing.isEmpty() ? current.silentPart() : null;
    if (silent != null) {
      problems.add(
          "the %s is busy for more than a second, as with a disk that is slow; reload a little later"
              .formatted(silent));
    }
    if (!refusing.isEmpty()) {
      problems.add(
          "the disk refuses (%s), and events that are in memory only would be lost; reload when it takes writes again"
              .formatted(refusing));
    }
  }

  /** What the old one holds would stay there, unsent and unseen. */
  private static void folder(List<String> problems, String key, Path now, Path wanted) {
    if (!now.equals(wanted)) {
      problems.add(
          "%s: an agent that runs stays with its folder %s; stop the agent, move what is in it to %s, and start it"
              .formatted(key, now, wanted));
    }
  }

  private static void bindable(InetSocketAddress listen, List<String> problems) {
    try (var socket = new ServerSocket()) {
      socket.bind(listen);
    } catch (IOException taken) {
      problems.add(
          "status.listen: %s:%d cannot be had (%s); choose another one"
              .formatted(listen.getHostString(), listen.getPort(), Messages.reason(taken)));
    }
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The agent that runs in this process, and how one with another configuration takes its place: the
 * old one stops in order and gives its folders back, the new one opens them. Between the two
 * nothing is sampled, for a fraction of a second; nothing that was sampled is lost.
 */
final class CurrentAgent {

  /** Beyond this a device that is still being asked is left behind, whatever its timeout. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

  /** A step that takes longer would not end in the time that a stop has either. */
  private static final Duration STEP_PATIENCE = Duration.ofSeconds(1);

  private final Path root;
  private final Time time;
  private final Notices notices;
  private final KeptProbes kept = new KeptProbes();
  private final Doors doors;
  private @Nullable Whole now;
  private volatile boolean stopping;
  private volatile String refusal = "";

  /**
   * Nothing runs yet.
   *
   * @param root where {@code /sys} and {@code /proc} are found
   */
  CurrentAgent(Path root, Time time, Notices notices) {
    this.root = root;
    this.time = time;
    this.notices = notices;
    this.doors = new Doors(time);
  }

  /** An agent with its loops, its page and its control socket. */
  private record Whole(
      Agent agent,
      RunningAgent loops,
      Snapshots snapshots,
      AgentStatus status,
      AgentControl control) {

    void close() {
      control.close();
      status.close();
      loops.close();
    }

    boolean lacksItsPage() {
      return agent.config().statusListen() != null && status.address() == null;
    }

    /** The same agent; its page is tried again. */
    Whole withItsPage(Doors doors) {
      AgentStatus page = AgentStatus.serve(loops, snapshots, doors);
      return new Whole(agent, loops, snapshots, page, control);
    }
  }

  /**
   * Starts the first agent.
   *
   * @throws IOException when the disk refuses or another agent uses the same folders
   */
  synchronized void start(AgentConfig config) throws IOException {
    Whole begun = begin(config);
    now = begun;
    running(begun);
  }

  private Whole begin(AgentConfig config) throws IOException {
    Platform machine = Platform.real(root, config.tls());
    Platform platform = machine.with(notices.seen(machine.disk()));
    Agent agent = Agent.assemble(config, platform, Probes.of(config, platform, kept));
    RunningAgent loops = RunningAgent.start(agent, time);
    var snapshots = new Snapshots(agent, time);
    AgentStatus status = AgentStatus.serve(loops, snapshots, doors);
    return new Whole(agent, loops, snapshots, status, AgentControl.serve(agent, doors));
  }

  private void running(Whole whole) {
    var line = new StateLine(whole.snapshots()::recent);
    notices.running(whole.loops(), () -> refusal + line.get());
  }

  /** The agent; null before the start and after the stop. */
  synchronized @Nullable Agent agent() {
    Whole whole = now;
    return whole == null ? null : whole.agent();
  }

  /** Which part of it could not be stopped now; null when all could. */
  @Nullable String silentPart() {
    Whole whole;
    synchronized (this) {
      whole = now;
    }
    return whole == null ? null : whole.loops().silentPart(STEP_PATIENCE);
  }

  /** What came of {@link #servePage}. */
  enum Page {
    /** Nothing was to do: it is served already, or not wanted. */
    AS_BEFORE,
    /** It is served now. */
    SERVED,
    /** It cannot be served; the log says why. */
    LACKING
  }

  /** Tries again to serve the status page, where that could not be when the agent began. */
  synchronized Page servePage() {
    Whole whole = now;
    if (whole == null || !whole.lacksItsPage()) {
      return Page.AS_BEFORE;
    }
    Whole tried = whole.withItsPage(doors);
    now = tried;
    return tried.lacksItsPage() ? Page.LACKING : Page.SERVED;
  }

  /** The probes that the next agent has to use too. */
  KeptProbes kept() {
    return kept;
  }

  /**
   * What is told before the state for as long as a changed configuration is refused.
   *
   * @param words empty when none is
   */
  void refusing(String words) {
    refusal = words;
  }

  /** What came of {@link #replace}. */
  enum Outcome {
    /** The new configuration holds. */
    TAKEN,
    /** The old one holds on, or again. */
    KEPT,
    /** The process was told to stop meanwhile. */
    STOPPING,
    /** Nothing runs, and nothing can be started. */
    LOST
  }

  /**
   * Puts an agent with another configuration in the place of the present one; goes back when that
   * cannot be.
   *
   * @param report called once an agent runs again, before the service manager is told so
   */
  Outcome replace(AgentConfig wanted, Report report) {
    Whole before;
    synchronized (this) {
      before = now;
    }
    if (before == null) {
      return Outcome.STOPPING;
    }
    before.loops().endQuestions(patience(before.agent().config()), this::isStopping);
    synchronized (this) {
      if (stopping) {
        return Outcome.STOPPING;
      }
      notices.between();
      long stoppedNanos = time.nanos();
      before.close();
      now = null;
      if (!before.loops().stoppedInOrder()) {
        Log.error(
            "The agent does not stop in order, so no other one can take its place here; the process ends");
        return Outcome.LOST;
      }
      Whole next = tryOut(wanted, lackedThisPage(before, wanted));
      Outcome outcome = next == null ? Outcome.KEPT : Outcome.TAKEN;
      if (next == null) {
        next = goBack(before.agent().config());
      }
      if (next == null) {
        Log.error("There is no agent in this process any more; it ends");
        return Outcome.LOST;
      }
      now = next;
      report.came(outcome, Duration.ofNanos(time.nanos() - stoppedNanos));
      running(next);
      return outcome;
    }
  }

  /** Is told what came of it. */
  interface Report {
    /**
     * Once.
     *
     * @param outcome {@link Outcome#TAKEN} or {@link Outcome#KEPT}
     * @param pause how long nothing was sampled
     */
    void came(Outcome outcome, Duration pause);
  }

  /** As long as a question may take: two agents must not ask one device at the same time. */
  private static Duration patience(AgentConfig config) {
    Duration longest =
        config.devices().stream()
            .flatMap(device -> device.sources().stream())
            .map(DeviceConfig.Source::timeout)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO)
            .plusSeconds(1);
    return longest.compareTo(MOST_PATIENCE) < 0 ? longest : MOST_PATIENCE;
  }

  private boolean isStopping() {
    return stopping;
  }

  /** What the old one did not have either is no reason to go back to it. */
  private static boolean lackedThisPage(Whole before, AgentConfig wanted) {
    return before.lacksItsPage()
        && Objects.equals(before.agent().config().statusListen(), wanted.statusListen());
  }

  private @Nullable Whole tryOut(AgentConfig wanted, boolean withoutPage) {
    try {
      Whole next = begin(wanted);
      if (withoutPage || !next.lacksItsPage()) {
        return next;
      }
      next.close();
    } catch (IOException unusable) {
      Log.error("{}", Messages.unusable(wanted, unusable));
    } catch (RuntimeException broken) {
      Log.error(broken, "The new configuration cannot be run");
    }
    return null;
  }

  private @Nullable Whole goBack(AgentConfig config) {
    try {
      return begin(config);
    } catch (IOException | RuntimeException failure) {
      Log.error(failure, "The old configuration cannot be run any more either");
      return null;
    }
  }

  /** Stops in order, and for good. */
  void stop() {
    stopping = true;
    notices.stopping();
    synchronized (this) {
      Whole whole = now;
      if (whole != null) {
        now = null;
        whole.close();
        doors.close();
        Log.info("Stopped in order");
      }
    }
  }
}

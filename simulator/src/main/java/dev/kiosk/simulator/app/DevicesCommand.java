package dev.kiosk.simulator.app;

import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.Station;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiosk-simulator devices}: runs simulated devices until it is stopped. */
@Command(
    name = "devices",
    description = "Simulated scanners and printers that speak the real protocols.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED)
public final class DevicesCommand implements Callable<Integer> {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /** How exactly a scenario is followed. */
  private static final long PLAY_MILLIS = 100;

  private static final long IDLE_MILLIS = 60_000;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Which devices there are, in TOML; conf/devices.toml is an example.")
  private Path config = Path.of("");

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description = "A timeline of faults to play from the start.")
  private @Nullable Path scenario;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Time time;

  /** The command on this machine's clocks. */
  public DevicesCommand() {
    this.time = Time.system();
  }

  /** Runs until the thread is interrupted or the process is told to end. */
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Happenings happenings =
        (device, what) -> say(out, "%s  %s %s".formatted(clock(), device, what));
    try (SimulatedDevices devices =
        SimulatedDevices.start(
            DevicesConfig.load(config), () -> time.nanos() / 1_000_000, happenings)) {
      // A signal ends the process without returning here; then the hook tidies up.
      var hook = new Thread(devices::close, "shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        ScenarioPlayer player =
            scenario == null ? null : ScenarioPlayer.load(scenario, devices, happenings);
        introduce(devices, out);
        run(player);
      } finally {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
      return ExitCodes.OK;
    } catch (ConfigException wrong) {
      wrong.problems().forEach(err::println);
      return ExitCodes.FAILED;
    } catch (IOException failed) {
      err.println(failed.getMessage());
      return ExitCodes.FAILED;
    }
  }

  private static void introduce(SimulatedDevices devices, PrintWriter out) {
    for (Station station : devices.stations()) {
      for (Outlet outlet : station.outlets()) {
        say(
            out,
            "%-12s %-8s driver %-7s endpoint %s"
                .formatted(
                    station.device().id(),
                    station.device().kind(),
                    outlet.driver(),
                    outlet.endpoint()));
      }
    }
    say(out, "Break and mend them at " + devices.controlUrl() + " or with kiosk-simulator fault.");
  }

  private void run(@Nullable ScenarioPlayer player) {
    try {
      long startNanos = time.nanos();
      while (true) {
        if (player != null) {
          player.play((time.nanos() - startNanos) / 1_000_000);
        }
        Thread.sleep(player == null ? IDLE_MILLIS : PLAY_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String clock() {
    return CLOCK.format(
        LocalTime.ofInstant(Instant.ofEpochMilli(time.wallMillis()), ZoneId.systemDefault()));
  }

  private static void say(PrintWriter out, String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}

package dev.kiosk.simulator.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiosk-simulator fault}: breaks or mends a device of a running simulator. */
@Command(
    name = "fault",
    description = "Breaks or mends a simulated device, and says what then holds.",
    customSynopsis = {
      "kiosk-simulator fault DEVICE CONDITION on|off [--control URL]",
      "kiosk-simulator fault DEVICE network ok|refuse|silent|slow|garbage|half|close"
          + " [--amount N] [--control URL]"
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED)
public final class FaultCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's id.")
  private String device = "";

  @Parameters(
      index = "1",
      paramLabel = "CONDITION",
      description = "For instance media-out, cover-open, unplug; or the word network.")
  private String what = "";

  @Parameters(
      index = "2",
      paramLabel = "on|off",
      description = "Whether it is to hold; for the network, what it is to do.")
  private String how = "";

  @Option(
      names = "--amount",
      paramLabel = "N",
      description = "For network slow: milliseconds. For network half: bytes.")
  private @Nullable Integer amount;

  @Option(
      names = "--control",
      paramLabel = "URL",
      description = "The control interface of the simulator (default: ${DEFAULT-VALUE}).",
      defaultValue = "http://" + DevicesConfig.USUAL_CONTROL)
  private URI control = URI.create("http://" + DevicesConfig.USUAL_CONTROL);

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Asks the simulator and tells its answer. */
  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    boolean network = what.equalsIgnoreCase("network");
    String state = how.toLowerCase(Locale.ROOT);
    if (!network && !state.equals("on") && !state.equals("off")) {
      err.printf("%s can be on or off, not \"%s\".%n", what, how);
      return ExitCodes.USAGE;
    }
    if (!network && amount != null) {
      err.println("--amount goes with network slow and network half only.");
      return ExitCodes.USAGE;
    }
    var client = new ControlClient(control);
    try {
      ControlClient.Answer answer =
          network
              ? client.network(device, state, amount)
              : client.condition(device, what, state.equals("on"));
      if (answer.done()) {
        spec.commandLine().getOut().println(answer.sentence());
        return ExitCodes.OK;
      }
      err.println(answer.sentence());
      return answer.unknown() ? ExitCodes.USAGE : ExitCodes.FAILED;
    } catch (IOException failed) {
      err.println(failed.getMessage());
      return ExitCodes.FAILED;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return ExitCodes.FAILED;
    }
  }
}

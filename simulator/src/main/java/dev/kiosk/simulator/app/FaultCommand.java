package dev.kiosk.simulator.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiosk-simulator fault}: breaks or mends a device, or the hub, of a running simulator. */
@Command(
    name = "fault",
    description = "Breaks or mends a simulated device or the hub, and says what then holds.",
    customSynopsis = {
      "kiosk-simulator fault DEVICE CONDITION on|off [--control URL]",
      "kiosk-simulator fault DEVICE network"
          + " ok|refuse|silent|slow|garbage|half|drop|close|single"
          + " [--amount N] [--outlet DRIVER] [--control URL]",
      "kiosk-simulator fault hub FAULT VALUE|off [--control URL] [--ca-file FILE]",
      "kiosk-simulator fault hub all off [--control URL] [--ca-file FILE]"
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED)
public final class FaultCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's id; or the word hub.")
  private String device = "";

  @Parameters(
      index = "1",
      paramLabel = "CONDITION",
      description =
          "For instance media-out, cover-open, unplug; or the word network. For hub: see below.")
  private String what = "";

  @Parameters(
      index = "2",
      paramLabel = "on|off",
      description = "Whether it is to hold; for the network, what it is to do.")
  private String how = "";

  @Option(
      names = "--amount",
      paramLabel = "N",
      description = "For network slow: milliseconds. For network drop: bytes.")
  private @Nullable Integer amount;

  @Option(
      names = "--outlet",
      paramLabel = "DRIVER",
      description =
          "For network: only where the device speaks to this driver, or at this endpoint.")
  private @Nullable String outlet;

  @Option(
      names = "--control",
      paramLabel = "URL",
      description =
          "The control interface of the simulator (default: http://"
              + DevicesConfig.USUAL_CONTROL
              + ", of the hub http://"
              + HubCommand.USUAL_ADDRESS
              + ", with --ca-file https).")
  private @Nullable URI control;

  @Mixin private CaFile authorities = new CaFile();

  private CommandSpec spec = CommandSpec.create();

  /** Takes the command line, whose help tells the faults of the hub too. */
  @Spec
  void spec(CommandSpec given) {
    spec = given;
    HubCommand.tellFaults(given);
  }

  /** Asks the simulator and tells its answer. */
  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    String wrong = mistake();
    if (wrong != null) {
      err.println(wrong);
      return ExitCodes.USAGE;
    }
    try {
      ControlClient.Answer answer = ask();
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

  private boolean isHub() {
    return device.equalsIgnoreCase(HubCommand.NAME);
  }

  private boolean isNetwork() {
    return !isHub() && what.equalsIgnoreCase("network");
  }

  /** What is wrong with the command line, as far as that can be known here. */
  private @Nullable String mistake() {
    boolean onOrOff = how.equalsIgnoreCase("on") || how.equalsIgnoreCase("off");
    if (!isHub() && !isNetwork() && !onOrOff) {
      return "%s can be on or off, not \"%s\".".formatted(what, how);
    }
    if (!isNetwork() && amount != null) {
      return "--amount goes with network slow and network drop only.";
    }
    if (!isNetwork() && outlet != null) {
      return "--outlet goes with network only.";
    }
    if (!isHub() && authorities.isGiven()) {
      return "--ca-file goes with hub only.";
    }
    if (authorities.isGiven() && control != null && !"https".equals(control.getScheme())) {
      return "--ca-file goes with https, --control was \"%s\".".formatted(control);
    }
    return null;
  }

  private ControlClient.Answer ask() throws IOException, InterruptedException {
    if (isHub()) {
      return ControlClient.ofHub(control, authorities.context(spec.commandLine()))
          .hubFault(what, how);
    }
    var devices = ControlClient.ofDevices(control);
    return isNetwork()
        ? devices.network(
            device, new ControlClient.Network(how.toLowerCase(Locale.ROOT), amount, outlet))
        : devices.condition(device, what, how.equalsIgnoreCase("on"));
  }
}

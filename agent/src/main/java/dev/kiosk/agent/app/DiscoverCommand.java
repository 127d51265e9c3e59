package dev.kiosk.agent.app;

import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.ipp.CupsQueues;
import dev.kiosk.agent.device.ipp.IppException;
import dev.kiosk.agent.device.transport.SerialPorts;
import dev.kiosk.agent.device.transport.TransportException;
import dev.kiosk.agent.device.usb.UsbTree;
import dev.kiosk.agent.time.Time;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent discover}: the scanners and printers that are plugged in or known to CUPS. */
@Command(
    name = "discover",
    description = "List the scanners and printers that are plugged in or known to CUPS.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ProbeCommand.USAGE)
public final class DiscoverCommand implements Callable<Integer> {

  private final Time time;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--toml", description = "As configuration to paste.")
  private boolean toml;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/",
      description = "Where /sys and /proc are found; another folder with simulated devices.")
  private Path root = Path.of("/");

  /** A command that waits by these clocks. */
  public DiscoverCommand(Time time) {
    this.time = time;
  }

  @Override
  public Integer call() {
    var found = new Suggestions();
    var notes = new ArrayList<String>();
    lookAtUsb(found, notes);
    for (SerialPorts.Port port : found.addSerial(new SerialPorts(root).list())) {
      notes.add(
          "Serial port "
              + port.endpoint()
              + ": its name does not tell what is behind it; try kiosk-agent probe with driver"
              + " escpos, zpl or ssi.");
    }
    lookAtQueues(found, notes);
    PrintWriter out = spec().commandLine().getOut();
    for (Suggestion suggestion : found.all()) {
      (toml ? suggestion.toml() : suggestion.lines()).forEach(out::println);
      if (toml) {
        out.println();
      }
    }
    if (found.all().isEmpty()) {
      notes.add(0, "No scanner or printer was found; network printers are not searched for.");
    }
    notes.forEach(note -> out.println((toml ? "# " : "") + note));
    out.flush();
    return 0;
  }

  private void lookAtUsb(Suggestions found, List<String> notes) {
    var tree = new UsbTree(root);
    if (!tree.isReadable()) {
      notes.add("USB: " + tree.folder() + " cannot be read.");
    } else if (!tree.hasUsb()) {
      notes.add("USB: this machine has none, " + tree.folder() + " does not exist.");
    }
    found.addUsb(tree.devices());
  }

  private void lookAtQueues(Suggestions found, List<String> notes) {
    try {
      found.addQueues(CupsQueues.list(Machine.of(root, time)));
    } catch (TransportException nobody) {
      notes.add(
          nobody.trouble() == TransportException.Trouble.ABSENT
              ? "Print queues: CUPS is not running here."
              : "Print queues: " + nobody.getMessage() + ".");
    } catch (IppException refused) {
      notes.add("Print queues: " + refused.getMessage() + ".");
    }
  }

  private CommandSpec spec() {
    CommandSpec injected = spec;
    if (injected == null) {
      throw new IllegalStateException("discover is to be run through the command line");
    }
    return injected;
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.device.usb.UsbTree;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent discover}: the scanners and printers that are plugged in. */
@Command(
    name = "discover",
    description = "List the scanners and printers that are plugged in.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ProbeCommand.USAGE)
public final class DiscoverCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--toml", description = "As configuration to paste.")
  private boolean toml;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/",
      description = "Where /sys and /proc are found; another folder with simulated devices.")
  private Path root = Path.of("/");

  @Override
  public Integer call() {
    var tree = new UsbTree(root);
    var found = new Suggestions();
    found.addUsb(tree.devices());
    List<Suggestion> suggestions = found.all();
    PrintWriter out = spec().commandLine().getOut();
    if (suggestions.isEmpty()) {
      out.println((toml ? "# " : "") + whyNone(tree));
    }
    for (Suggestion suggestion : suggestions) {
      (toml ? suggestion.toml() : suggestion.lines()).forEach(out::println);
      if (toml) {
        out.println();
      }
    }
    out.flush();
    return 0;
  }

  private static String whyNone(UsbTree tree) {
    if (!tree.isReadable()) {
      return tree.folder() + " cannot be read, so nothing is known about USB devices.";
    }
    if (!tree.hasUsb()) {
      return "This machine has no USB: " + tree.folder() + " does not exist.";
    }
    return "No USB printer, and no USB device of a known maker of scanners or printers, is plugged"
        + " in; network printers are not searched for.";
  }

  private CommandSpec spec() {
    CommandSpec injected = spec;
    if (injected == null) {
      throw new IllegalStateException("discover is to be run through the command line");
    }
    return injected;
  }
}

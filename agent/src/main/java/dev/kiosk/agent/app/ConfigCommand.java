package dev.kiosk.agent.app;

import dev.kiosk.agent.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent config}: about configuration files. */
@Command(
    name = "config",
    description = "Check a configuration file.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand {

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--root", hidden = true, defaultValue = "/")
  private Path root = Path.of("/");

  /** Says everything that is wrong with a file at once. */
  @Command(
      name = "check",
      description =
          "Every mistake at once: line, key, what was expected; also in the token and certificate"
              + " files that it names, and between keys that do not go together.",
      mixinStandardHelpOptions = true,
      footer =
          "Exit code: 0 when the file can be used, with or without notes; 78 when it cannot. The"
              + " service starts even while a token or certificate file is missing, or while two"
              + " devices are at one port; it tries again.")
  int check(
      @Parameters(paramLabel = "FILE") Path file,
      @Option(
              names = "--effective",
              description =
                  "Print every key with the value that holds, as a configuration that means the"
                      + " same; secrets are masked, notes are comments.")
          boolean effective) {
    try {
      ConfigReader.Checked checked = ConfigReader.check(file, root);
      if (effective) {
        out().print(EffectiveConfig.of(checked.held(), checked.notes()));
        out().flush();
        return 0;
      }
      AgentConfig config = checked.held().config();
      out()
          .printf(
              "%s can be used: %s of %s, %d device%s%n",
              file,
              config.host(),
              config.tenantId(),
              config.devices().size(),
              config.devices().size() == 1 ? "" : "s");
      checked.notes().forEach(note -> out().println("note: " + note.text()));
      return 0;
    } catch (ConfigException wrong) {
      wrong.problems().forEach(problem -> out().println(problem.text()));
      return ServiceProcess.CONFIG;
    } catch (IOException unreadable) {
      out().println(Messages.unreadable(file, unreadable));
      return ServiceProcess.CONFIG;
    }
  }

  private PrintWriter out() {
    return Streams.out(spec);
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.time.Time;
import java.time.ZoneId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** What a person may type behind {@code kiosk-agent}. */
@Command(
    name = "kiosk-agent",
    description = "Watches a kiosk's hardware and tells its server and its technician.",
    mixinStandardHelpOptions = true,
    versionProvider = MainCommand.OfBuild.class,
    synopsisSubcommandLabel = "COMMAND")
final class MainCommand {

  /** The exit code for wrong usage (EX_USAGE of sysexits.h). */
  private static final int USAGE = 64;

  private MainCommand() {}

  /** The version, for {@code --version}. */
  static final class OfBuild implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"kiosk-agent " + Version.current()};
    }
  }

  /** The command line with all commands. */
  static CommandLine commandLine() {
    var line = new CommandLine(new MainCommand());
    line.addSubcommand(new RunCommand());
    line.addSubcommand(new StatusCommand());
    line.addSubcommand(new CheckCommand());
    line.addSubcommand(new ServiceCommand(Time.system(), ZoneId.systemDefault()));
    line.addSubcommand(new ProbeCommand(Time.system()));
    line.addSubcommand(new DiscoverCommand(Time.system()));
    line.addSubcommand(new ConfigCommand());
    line.addSubcommand(new SpoolCommand());
    line.addSubcommand(new BundleCommand(Time.system()));
    line.setExecutionStrategy(new CommandLine.RunLast());
    line.getCommandSpec().exitCodeOnInvalidInput(USAGE);
    line.getSubcommands().values().forEach(MainCommand::usageExit);
    return line;
  }

  /** Where a command does not ask for another code itself, as the one for monitors does. */
  private static void usageExit(CommandLine line) {
    if (line.getCommandSpec().exitCodeOnInvalidInput() == CommandLine.ExitCode.USAGE) {
      line.getCommandSpec().exitCodeOnInvalidInput(USAGE);
    }
    line.getSubcommands().values().forEach(MainCommand::usageExit);
  }

  /** Runs one command and gives its exit code. */
  static int execute(String... args) {
    CommandLine line = commandLine();
    if (args.length == 0) {
      line.usage(System.out);
      return USAGE;
    }
    return line.execute(args);
  }
}

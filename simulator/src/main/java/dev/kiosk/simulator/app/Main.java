package dev.kiosk.simulator.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code kiosk-simulator}. */
@Command(
    name = "kiosk-simulator",
    description = "Simulated devices, a reference server, and a demo of the kiosk agent.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  /** The exit code for wrong usage (EX_USAGE of sysexits.h). */
  private static final int USAGE = 64;

  private Main() {}

  /** The command line with all commands. */
  static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    line.addSubcommand(new DevicesCommand());
    line.addSubcommand(new FaultCommand());
    line.addSubcommand(new HubCommand());
    line.addSubcommand(new TokenCommand());
    line.addSubcommand(new FleetCommand());
    line.addSubcommand(new HealthCommand());
    line.addSubcommand(new DemoCommand());
    same(line.getCommandSpec());
    line.getSubcommands().values().forEach(command -> same(command.getCommandSpec()));
    return line;
  }

  /** What holds for the program and for each of its commands. */
  private static void same(CommandSpec command) {
    command.exitCodeOnInvalidInput(USAGE);
    String version = Main.class.getPackage().getImplementationVersion();
    command.version("kiosk-simulator " + (version == null ? "dev" : version)); // dev: no jar
  }

  /** Runs one command. */
  public static void main(String[] args) {
    CommandLine line = commandLine();
    if (args.length == 0) {
      line.usage(System.out);
      System.exit(USAGE);
    }
    System.exit(line.execute(args));
  }
}

package dev.kiosk.simulator.app;

import dev.kiosk.agent.config.DurationForm;
import dev.kiosk.simulator.fleet.Fleet;
import dev.kiosk.simulator.fleet.FleetConfig;
import dev.kiosk.simulator.fleet.FleetException;
import dev.kiosk.simulator.fleet.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiosk-simulator fleet}: many virtual kiosks against one server, and the proof. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    description = {
      "Runs virtual kiosks with the agent's own link and spool against a hub, and proves at the end"
          + " by identity that nothing is lost and nothing twice.",
      "Exit code 0 when that is so, every event was receipted and every command acked; else 1."
    })
public final class FleetCommand implements Callable<Integer> {

  private static final int MOST_KIOSKS = 25_000;
  private static final double MOST_RATE = 1000;

  /** After Ctrl-C the receipts and the proof still have so long. */
  private static final long GRACE_SECONDS = 120;

  @Option(
      names = "--kiosks",
      paramLabel = "N",
      required = true,
      description = "How many, 1 to 25000.")
  private int kiosks;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "ws://" + HubCommand.USUAL_ADDRESS + "/ws/agent",
      description = "The hub's address for agents (default: ${DEFAULT-VALUE}).")
  private String server = "";

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = "fleet",
      description = "Whose kiosks they are (default: ${DEFAULT-VALUE}).")
  private String tenant = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the kiosks' token: role agent of the tenant, or admin.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--operator-token-file",
      paramLabel = "FILE",
      description =
          "Holds a token that may read and command: role operator of the tenant, or admin"
              + " (default: the kiosks' token).")
  private @Nullable Path operatorTokenFile;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1",
      description = "Events a second of each kiosk, up to 1000 (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "60s",
      description = "How long events are made, from 3s on (default: ${DEFAULT-VALUE}).")
  private String duration = "";

  @Option(
      names = "--ramp",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "Over which time the kiosks begin (default: ${DEFAULT-VALUE}).")
  private String ramp = "";

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Faults a minute over the whole fleet: connections cut or half open, kiosks that hang, read"
            + " slowly, are killed, restarted or replaced, clocks that jump"
            + " (default: ${DEFAULT-VALUE})."
      })
  private double faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the faults are drawn from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private CaFile authorities = new CaFile();

  @Spec private @Nullable CommandSpec spec;

  /**
   * Runs the fleet to its end.
   *
   * @return 0 when all is well, 1 when something was lost or twice, or the fleet could not run
   */
  @Override
  public Integer call() {
    CommandLine command = commandLine();
    FleetConfig config = config(command);
    PrintWriter out = command.getOut();
    var endEarly = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    Thread stopper = new Thread(() -> end(endEarly, over), "fleet-stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      Summary summary = Fleet.run(config, line -> print(out, line), endEarly);
      summary.lines().forEach(line -> print(out, line));
      return summary.well() ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (FleetException refused) {
      command.getErr().println("kiosk-simulator fleet: " + refused.getMessage());
      return ExitCodes.FAILED;
    } finally {
      over.countDown();
      forget(stopper);
    }
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  /** Ctrl-C ends the events, not the proof. */
  private static void end(CountDownLatch endEarly, CountDownLatch over) {
    endEarly.countDown();
    try {
      boolean unused = over.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread stopper) {
    try {
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException stoppingAlready) {
      // and the hook is what waits for us
    }
  }

  private FleetConfig config(CommandLine command) {
    check(command, kiosks >= 1 && kiosks <= MOST_KIOSKS, "--kiosks must be 1 to " + MOST_KIOSKS);
    check(command, rate > 0 && rate <= MOST_RATE, "--rate must be above 0, up to 1000");
    check(command, faults >= 0 && faults <= 100_000, "--faults must be 0 to 100000 a minute");
    check(
        command,
        tenant.matches("[A-Za-z0-9._-]{1,64}"),
        "--tenant must be 1 to 64 letters, digits, dots, dashes or underscores");
    Duration length = duration(command, "--for", duration);
    check(command, length.toSeconds() >= 3, "--for must be at least 3s");
    URI address = address(command);
    check(
        command,
        !authorities.isGiven() || "wss".equalsIgnoreCase(address.getScheme()),
        "--ca-file goes with wss, --server was \"" + server + "\"");
    return new FleetConfig(
        kiosks,
        address,
        tenant,
        tokens(command),
        rate,
        length,
        seed,
        faults,
        duration(command, "--ramp", ramp),
        authorities.context(command));
  }

  private static void check(CommandLine command, boolean holds, String expected) {
    if (!holds) {
      throw new ParameterException(command, expected);
    }
  }

  private static Duration duration(CommandLine command, String option, String text) {
    Duration parsed = DurationForm.parse(text);
    if (parsed == null) {
      throw new ParameterException(
          command, "%s must be %s, was \"%s\"".formatted(option, DurationForm.EXPECTED, text));
    }
    return parsed;
  }

  private URI address(CommandLine command) {
    String expected =
        "--server must be an address such as ws://127.0.0.1:9400/ws/agent, was \"" + server + "\"";
    try {
      URI uri = URI.create(server);
      boolean socket =
          "ws".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme());
      check(command, socket && uri.getHost() != null, expected);
      boolean bare = uri.getPath().isEmpty() || uri.getPath().equals("/");
      return bare ? uri.resolve("/ws/agent") : uri;
    } catch (IllegalArgumentException notAnAddress) {
      throw new ParameterException(command, expected);
    }
  }

  private FleetConfig.Tokens tokens(CommandLine command) {
    String agent = token(command, "--token-file", tokenFile);
    String operator = token(command, "--operator-token-file", operatorTokenFile);
    return new FleetConfig.Tokens(agent, operator == null ? agent : operator);
  }

  private static @Nullable String token(CommandLine command, String option, @Nullable Path file) {
    if (file == null) {
      return null;
    }
    try {
      String token = Files.readString(file, StandardCharsets.UTF_8).strip();
      check(command, !token.isEmpty(), option + ": " + file + " is empty");
      return token;
    } catch (IOException unreadable) {
      throw new ParameterException(command, option + ": " + file + " cannot be read");
    }
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("runs only as a command of picocli");
    }
    return spec.commandLine();
  }
}

package dev.kiosk.simulator.app;

import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.hub.HubConfig;
import dev.kiosk.simulator.hub.HubException;
import dev.kiosk.simulator.hub.HubServer;
import dev.kiosk.simulator.hub.HubTime;
import dev.kiosk.simulator.hub.access.TlsFiles;
import dev.kiosk.simulator.hub.fault.Faults;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiosk-simulator hub}: runs the reference server until it is told to stop. */
@Command(
    name = HubCommand.NAME,
    mixinStandardHelpOptions = true,
    description = "Runs the reference server: agents in, operators in, commands relayed.")
public final class HubCommand implements Callable<Integer> {

  /** The word for the hub in commands; no device has it as its id. */
  static final String NAME = "hub";

  /** Where a hub listens that was given no address. */
  static final String USUAL_ADDRESS = "127.0.0.1:9400";

  private static final int EXIT_FAILED = 1;

  @Option(
      names = "--listen",
      paramLabel = "ADDR",
      defaultValue = USUAL_ADDRESS,
      description = "Address and port (default: ${DEFAULT-VALUE}); beyond loopback with --tokens.")
  private String listen = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "kiosk-hub-data",
      description = "Where events are stored (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("");

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "Who may come in; kiosk-simulator token makes the lines. Read again when it changes.")
  private @Nullable Path tokens;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Speak TLS with this certificate and its chain (PEM). Read again when renewed.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The private key of the certificate (PEM, PKCS#8 without pass phrase).")
  private @Nullable Path key;

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description = "Let in only who shows a certificate issued by one of these (PEM).")
  private @Nullable Path clientCa;

  @Option(
      names = "--fault",
      paramLabel = "NAME=VALUE",
      description =
          "Misbehave towards agents from the start, see below; may be repeated. Implies --faults.")
  private List<String> given = List.of();

  @Option(
      names = "--faults",
      description = "Let kiosk-simulator fault hub set and mend faults while it runs.")
  private boolean changeable;

  @Mixin private StoreOptions store = new StoreOptions();

  private @Nullable CommandSpec spec;

  /** Takes the command line, whose help tells the faults. */
  @Spec
  void spec(CommandSpec own) {
    spec = own;
    tellFaults(own);
  }

  /** Ends the help of a command with the faults of the hub. */
  static void tellFaults(CommandSpec command) {
    command
        .usageMessage()
        .footerHeading("%nFaults of the hub, each mended by off:%n")
        .footer(
            Faults.lines().stream()
                .map(line -> "  " + line.replace("%", "%%"))
                .toArray(String[]::new));
  }

  /**
   * Runs the hub until the thread is interrupted or the process is told to stop.
   *
   * @return 0 after an orderly stop, 1 when it could not start
   */
  @Override
  public Integer call() {
    CommandLine command = commandLine();
    Time time = Time.system();
    HubConfig config =
        HubConfig.of(address(command), data, new HubTime(time::nanos, time::wallMillis))
            .withTokens(tokens)
            .withTls(tls(command))
            .withStore(store.config(command))
            .withFaults(faults(command));
    try (HubServer hub = HubServer.start(config)) {
      Thread stopper = new Thread(hub::close, "hub-stop");
      Runtime.getRuntime().addShutdownHook(stopper);
      announce(command.getOut(), hub, config.faults());
      waitForInterrupt();
      Runtime.getRuntime().removeShutdownHook(stopper);
      return 0;
    } catch (HubException refused) {
      command.getErr().println("kiosk-simulator hub: " + refused.getMessage());
      return EXIT_FAILED;
    }
  }

  private @Nullable TlsFiles tls(CommandLine command) {
    if (certificate != null && key != null) {
      return new TlsFiles(certificate, key, clientCa);
    }
    if (certificate != null || key != null || clientCa != null) {
      throw new ParameterException(command, "TLS needs both --tls-cert and --tls-key");
    }
    return null;
  }

  private @Nullable Faults faults(CommandLine command) {
    Faults faults = Faults.NONE;
    try {
      for (String fault : given) {
        faults = faults.with(fault);
      }
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(command, "--fault: " + unknown.getMessage());
    }
    return changeable || !given.isEmpty() ? faults : null;
  }

  private void announce(PrintWriter out, HubServer hub, @Nullable Faults faults) {
    String operators = hub.agentUri().resolve("telemetry?tenant=acme").toString();
    out.println("The hub listens at " + hub.httpUri() + " and stores in " + store.place(data));
    out.println("  agents     url = \"" + hub.agentUri() + "\" in [server] of agent.toml");
    out.println("  operators  " + operators);
    out.println(
        "  look       " + hub.httpUri() + " in a browser, or curl " + hub.httpUri() + "api/hosts");
    if (faults != null) {
      out.println("  faults     kiosk-simulator fault hub NAME VALUE --control " + hub.httpUri());
      out.println("             now: " + faults.words());
    }
    out.println("Ctrl-C stops it.");
    out.flush();
  }

  /** Until SIGTERM or SIGINT ends the process; its hook closes the hub. */
  private static void waitForInterrupt() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private InetSocketAddress address(CommandLine command) {
    int colon = listen.lastIndexOf(':');
    try {
      int port = Integer.parseInt(listen.substring(colon + 1));
      if (colon > 0) {
        return new InetSocketAddress(listen.substring(0, colon), port);
      }
    } catch (IllegalArgumentException notAPort) {
      // said below, with what was expected
    }
    throw new ParameterException(
        command, "--listen must be HOST:PORT, port 0 to 65535, was \"" + listen + "\"");
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("runs only as a command of picocli");
    }
    return spec.commandLine();
  }
}

package dev.kiosk.agent.app;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.config.Problem;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.spool.SpoolFiles;
import dev.kiosk.agent.status.StatusReader;
import dev.kiosk.agent.status.StatusText;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what a bundle holds. Nothing that is looked at is changed. */
final class BundleParts {

  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration DEVICES = Duration.ofSeconds(60);
  private static final String USUAL_URL = "http://" + ConfigReader.USUAL_LISTEN;

  private final From from;
  private final Bundle bundle;
  private ConfigReader.@Nullable Held held;

  private BundleParts(From from, Bundle bundle) {
    this.from = from;
    this.bundle = bundle;
  }

  /**
   * Where it is collected.
   *
   * @param config the configuration's file
   * @param url of the agent's status; null for the one that the configuration names
   * @param root where {@code /proc}, {@code /sys} and {@code /etc} are found
   * @param journal the service's log
   */
  record From(Path config, @Nullable String url, Path root, Time time, LogTail journal) {}

  /**
   * What was collected.
   *
   * @param host the kiosk's name, for the name of the file
   * @param searched whether all secrets of the kiosk are known and were looked for
   */
  record Collected(String host, List<Bundle.Entry> entries, boolean searched) {}

  static Collected collect(From from) throws InterruptedException {
    KnownSecrets known = KnownSecrets.in(from.config(), from.root());
    var parts = new BundleParts(from, new Bundle(known.secrets()));
    parts.unread(known);
    parts.config();
    IOException unreachable = parts.status();
    parts.devices(unreachable);
    parts.spool();
    parts.add("journal.txt", "the last of the service's log", from.journal()::read);
    parts.add(
        "system.txt",
        "this machine: system, memory, disks, clock, what is plugged in",
        () -> SystemFacts.of(from.root(), from.time(), parts.folders()));
    AgentConfig config = parts.agentConfig();
    return new Collected(
        config == null ? "unknown" : config.host(),
        parts.bundle.entries(),
        known.unread().isEmpty());
  }

  private void unread(KnownSecrets known) {
    for (Path file : known.unread()) {
      bundle.problem(
          "%s could not be read, so secrets that it holds could not be looked for in the log; make the bundle as root"
              .formatted(file));
    }
  }

  private void add(String name, String what, Callable<String> text) throws InterruptedException {
    bundle.add(new Bundle.Entry(name, what, ""), SHORT, text);
  }

  private @Nullable AgentConfig agentConfig() {
    ConfigReader.Held read = held;
    return read == null ? null : read.config();
  }

  private void config() throws InterruptedException {
    try {
      held = ConfigReader.held(from.config(), from.root());
    } catch (ConfigException wrong) {
      String problems =
          wrong.problems().stream().map(Problem::text).collect(Collectors.joining("\n"));
      bundle.problem("config.toml: the configuration cannot be used");
      add("config.toml", "what is wrong with the configuration", () -> problems + "\n");
      return;
    } catch (IOException unreadable) {
      String why = Messages.unreadable(from.config(), unreadable);
      bundle.problem("config.toml: " + why);
      add("config.toml", "why there is no configuration", () -> why + "\n");
      return;
    }
    ConfigReader.Held read = held;
    add(
        "config.toml",
        "the configuration as it holds, secrets masked",
        () -> EffectiveConfig.of(read, List.of()));
  }

  /** Asks the running agent; returns why it did not answer, or null when it did. */
  private @Nullable IOException status() throws InterruptedException {
    byte[] body;
    try {
      StatusClient client = StatusClient.of(url());
      body = Bounded.call("status", SHORT, client::fetch);
    } catch (IllegalArgumentException | IOException notAsked) {
      var unreachable =
          notAsked instanceof IOException failed
              ? failed
              : new IOException(Messages.reason(notAsked), notAsked);
      String why = Messages.reason(unreachable);
      bundle.problem("status.json, status.txt, metrics.txt: " + why);
      add("status.txt", "why there is no status", () -> why + "\n");
      return unreachable;
    }
    add("status.json", "the agent's status", () -> new String(body, StandardCharsets.UTF_8));
    add(
        "status.txt",
        "the same in words",
        () -> StatusText.of(StatusReader.read(body), ZoneId.systemDefault(), false));
    add(
        "metrics.txt",
        "the agent's metrics",
        () -> new String(StatusClient.of(url()).metrics(), StandardCharsets.UTF_8));
    return null;
  }

  private String url() throws IOException {
    String given = from.url();
    if (given != null) {
      return given;
    }
    AgentConfig config = agentConfig();
    if (config == null) {
      return USUAL_URL;
    }
    InetSocketAddress listen = config.statusListen();
    if (listen == null) {
      throw new IOException("status.listen is \"off\", so no agent can be asked");
    }
    boolean any = listen.getAddress() != null && listen.getAddress().isAnyLocalAddress();
    String host = any ? "127.0.0.1" : listen.getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listen.getPort();
  }

  /**
   * A second question beside the agent's would take a device twice from the kiosk's application.
   */
  private void devices(@Nullable IOException unreachable) throws InterruptedException {
    AgentConfig config = agentConfig();
    if (config == null) {
      add("devices.txt", "the devices", () -> "not known: there is no usable configuration\n");
      return;
    }
    String why = whyNotAsked(unreachable);
    if (why != null) {
      String text = "The devices were not asked: " + why + "\n" + DeviceLooks.names(config);
      add("devices.txt", "the devices, not asked beside the agent", () -> text);
      return;
    }
    var machine = Machine.of(from.root(), from.time());
    bundle.add(
        new Bundle.Entry("devices.txt", "each device, asked just now", ""),
        DEVICES.plus(DEVICES),
        () -> DeviceLooks.of(config, machine, DEVICES));
  }

  private @Nullable String whyNotAsked(@Nullable IOException unreachable) {
    if (unreachable == null) {
      return "the running agent asks them; what it sees is in status.txt.";
    }
    Optional<String> process = AgentProcess.running(from.root());
    if (process.isPresent()) {
      return "an agent runs (process " + process.get() + "), though it does not tell its status.";
    }
    for (Throwable each = unreachable; each != null; each = each.getCause()) {
      if (each instanceof ConnectException) {
        return null;
      }
    }
    return "it is not certain that no agent runs: " + Messages.reason(unreachable);
  }

  private void spool() throws InterruptedException {
    AgentConfig config = agentConfig();
    Path dir = config == null ? Path.of("/var/lib/kiosk-agent/spool") : config.spool().dir();
    add("spool.txt", "what is buffered on disk, and the ledger of losses", () -> spoolReport(dir));
  }

  /** The spool, and those of former tenants and hosts that the server does not have yet. */
  private static String spoolReport(Path dir) throws IOException {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    report(dir, out);
    try (Stream<Path> inside = Files.list(dir)) {
      for (Path former : inside.filter(BundleParts::isFormer).sorted().toList()) {
        report(former, out);
      }
    }
    out.flush();
    return text.toString();
  }

  private static void report(Path dir, PrintWriter out) {
    out.println(dir);
    try {
      new SpoolReport(new SpoolFiles(Disk.real(), dir), ZoneId.systemDefault()).print(out);
    } catch (IOException unreadable) {
      out.println("cannot be read as a spool: " + Messages.reason(unreadable));
    }
  }

  private static boolean isFormer(Path inside) {
    return Files.isDirectory(inside) && String.valueOf(inside.getFileName()).startsWith("former");
  }

  private List<Path> folders() {
    AgentConfig config = agentConfig();
    return config == null
        ? List.of(Path.of("/var/lib/kiosk-agent"))
        : List.of(config.stateDir(), config.spool().dir());
  }
}

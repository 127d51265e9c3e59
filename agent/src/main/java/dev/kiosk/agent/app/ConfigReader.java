package dev.kiosk.agent.app;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.config.Problem;
import dev.kiosk.agent.config.Settings;
import dev.kiosk.agent.device.DeviceKind;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.ShownEndpoint;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Unit;
import dev.kiosk.agent.threshold.Limit;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes an {@link AgentConfig} from a file, or says everything that is wrong with it at once. */
public final class ConfigReader {

  /** Where the status is served unless told otherwise. */
  static final String USUAL_LISTEN = "127.0.0.1:9310";

  private static final Duration DAY = Duration.ofDays(1);

  private final Settings root;
  private final Path system;

  private ConfigReader(Settings root, Path system) {
    this.root = root;
    this.system = system;
  }

  /**
   * Reads a file.
   *
   * @param system where {@code /proc} and {@code /sys} are found
   * @throws ConfigException with every problem in it
   * @throws IOException when the file cannot be read
   */
  public static AgentConfig read(Path file, Path system) throws ConfigException, IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return parse(file.toString(), text, system);
  }

  /**
   * Reads a file as a person's check does: the files and folders that it names are looked at too,
   * and whether its values go together.
   *
   * @param system where {@code /proc} and {@code /sys} are found
   * @throws ConfigException with every problem in it and in those files
   * @throws IOException when the file cannot be read
   */
  static Checked check(Path file, Path system) throws ConfigException, IOException {
    Held held = held(file, system);
    ServerFiles.check(held.root().table("server"), Time.system());
    CrossChecks.check(held);
    SharedPorts.check(held, system);
    DataFolders.of(system).check(held);
    held.root().refuseProblems();
    return new Checked(held, held.root().notes());
  }

  /**
   * A configuration that can be used.
   *
   * @param notes what is worth knowing all the same
   */
  record Checked(Held held, List<Problem> notes) {}

  /**
   * Reads a file for somebody who wants to see it too.
   *
   * @param system where {@code /proc} and {@code /sys} are found
   * @throws ConfigException with every problem in it
   * @throws IOException when the file cannot be read
   */
  static Held held(Path file, Path system) throws ConfigException, IOException {
    Settings root = Settings.parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    AgentConfig config = new ConfigReader(root, system).config(file.toString());
    root.refuseProblems();
    return new Held(config, root);
  }

  /**
   * A configuration and the file's tables that it was read from.
   *
   * @param root the top of the file
   */
  record Held(AgentConfig config, Settings root) {}

  /** Reads a text that is not in a file; {@code source} stands for its name in messages. */
  public static AgentConfig parse(String source, String text, Path system) throws ConfigException {
    Settings root = Settings.parse(source, text);
    AgentConfig config = new ConfigReader(root, system).config(source);
    root.refuseProblems();
    return config;
  }

  private AgentConfig config(String source) {
    Settings kiosk = root.table("kiosk");
    String tenantId = name(kiosk, "tenant_id", kiosk.requiredText("tenant_id", "the tenant's id"));
    String host = name(kiosk, "host", kiosk.text("host", machineName()));
    Path stateDir = ConfigPath.of(kiosk, "state_dir", Path.of("/var/lib/kiosk-agent"));
    Settings server = root.table("server");
    boolean allowInsecure = server.flag("allow_insecure", false);
    return new AgentConfig(
        source,
        tenantId,
        host,
        stateDir,
        ServerSection.read(server, allowInsecure),
        ServerSection.tls(server),
        allowInsecure,
        spool(root.table("spool"), stateDir, tenantId + "/" + host),
        intervals(root.table("sample")),
        limits(root.table("threshold")),
        statusListen(root.table("status")),
        serviceSocket(root.table("service")),
        devices());
  }

  private String name(Settings table, String key, String value) {
    if (value.length() > 255 || value.chars().anyMatch(c -> c < ' ')) {
      table.problem(key, "expected at most 255 characters without control characters");
      return "invalid";
    }
    return value.isEmpty() ? "missing" : value;
  }

  private String machineName() {
    for (Path place : List.of(system, Path.of("/"))) { // a simulated root need not hold a /proc
      try {
        Path file = place.resolve("proc/sys/kernel/hostname");
        return Files.readString(file, StandardCharsets.UTF_8).strip();
      } catch (IOException unreadable) {
        // the next place, or no name at all
      }
    }
    return "localhost";
  }

  private static SpoolConfig spool(Settings spool, Path stateDir, String owner) {
    return new SpoolConfig(
        ConfigPath.of(spool, "dir", stateDir.resolve("spool")),
        spool.size("max_size", 64L << 20, SpoolConfig.LEAST_BYTES, 1L << 40),
        spool.duration(
            "max_age", Duration.ofDays(30), Duration.ofMinutes(1), Duration.ofDays(3650)),
        spool.duration(
            "flush_interval", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMinutes(1)),
        owner);
  }

  private static Map<Metric, Duration> intervals(Settings sample) {
    var intervals = new EnumMap<Metric, Duration>(Metric.class);
    for (Metric metric : Metric.values()) {
      Duration interval =
          sample.durationOrOff(metric.wireName(), usual(metric), Duration.ofMillis(100), DAY);
      if (interval != null) {
        intervals.put(metric, interval);
      }
    }
    return intervals;
  }

  /** Load changes by the second, a disk by the minute. */
  private static Duration usual(Metric metric) {
    return switch (metric) {
      case CPU -> Duration.ofSeconds(1);
      case MEMORY, TEMPERATURE -> Duration.ofSeconds(30);
      case DISK -> Duration.ofSeconds(60);
    };
  }

  private static List<Limit> limits(Settings thresholds) {
    var limits = new ArrayList<Limit>();
    for (Metric metric : Metric.values()) {
      Settings table = thresholds.table(metric.wireName());
      boolean percent = metric.unit() == Unit.PERCENT;
      double least = percent ? 0 : -40;
      double most = percent ? 100 : 150;
      Double value = table.optionalNumber("pct", least, most);
      Duration duration =
          table.duration("for", Limit.DEFAULT_DURATION, Duration.ZERO, Duration.ofHours(1));
      Double clear = table.optionalNumber("clear_pct", least, most);
      if (value == null) {
        value =
            metric == Metric.CPU
                ? Double.valueOf(90)
                : null; // a busy kiosk is worth an alarm by itself
      }
      if (value == null) {
        if (clear != null) {
          table.problem("clear_pct", "there is no pct beside it; give both or neither");
        }
        continue;
      }
      double clearValue = clear == null ? value - Limit.DEFAULT_DISTANCE : clear;
      if (clearValue > value) {
        table.problem(
            "clear_pct",
            "expected at most pct (" + value + "): the reading must fall below it to end");
      }
      limits.add(new Limit(metric, value, clearValue, duration, null));
    }
    return limits;
  }

  private static @Nullable InetSocketAddress statusListen(Settings status) {
    String listen = status.text("listen", USUAL_LISTEN);
    if (listen.equals("off")) {
      return null;
    }
    int colon = listen.lastIndexOf(':');
    String port = listen.substring(colon + 1);
    if (colon > 0 && port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65535) {
      String address = listen.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
      return new InetSocketAddress(address, Integer.parseInt(port));
    }
    status.problem("listen", "expected ADDRESS:PORT, for instance 127.0.0.1:9310, or off");
    return null;
  }

  private static @Nullable Path serviceSocket(Settings service) {
    String socket = service.text("socket", AgentConfig.SERVICE_SOCKET);
    if (socket.equals("off")) {
      return null;
    }
    // unix(7): a path has room for 108 bytes with its end; ".new" is made beside it
    int bytes = socket.getBytes(StandardCharsets.UTF_8).length;
    if (socket.startsWith("/") && !socket.endsWith("/") && bytes <= 103) {
      return ConfigPath.of(service, "socket", Path.of(AgentConfig.SERVICE_SOCKET));
    }
    service.problem("socket", "expected an absolute path of at most 103 bytes, or off");
    return null;
  }

  private List<DeviceConfig> devices() {
    var devices = new ArrayList<DeviceConfig>();
    Set<String> ids = new HashSet<>();
    for (Settings table : root.tables("device")) {
      DeviceConfig device = device(table);
      if (!device.id().isEmpty() && !ids.add(device.id())) {
        table.problem("id", "another device is called '" + device.id() + "' already");
      }
      devices.add(device);
    }
    return devices;
  }

  private DeviceConfig device(Settings table) {
    String id = table.requiredText("id", "a name for the device, for instance \"bagtag\"");
    if (!id.isEmpty() && !id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      table.problem(
          "id", "expected letters, digits, '.', '_' and '-', at most 64, was '" + id + "'");
    }
    var sources = new ArrayList<DeviceConfig.Source>();
    sources.add(source(table));
    table.tables("source").forEach(further -> sources.add(source(further)));
    return new DeviceConfig(
        id,
        table.requiredOneOf("kind", DeviceKind.PRINTER, DeviceKind.class),
        table.optionalText("service"),
        sources,
        table.optionalWholeNumber("raise_after", 1, 1000),
        table.optionalWholeNumber("clear_after", 1, 1000));
  }

  private DeviceConfig.Source source(Settings table) {
    String driver = table.requiredText("driver", "the way to ask it, for instance \"escpos\"");
    String endpoint =
        table.requiredText("endpoint", "where it is, for instance \"tcp://127.0.0.1:9100\"");
    if (!driver.isEmpty() && !Drivers.isKnown(driver)) {
      table.problem(
          "driver", "found \"" + ShownEndpoint.of(driver) + "\"; the drivers are " + Drivers.KNOWN);
    } else if (!driver.isEmpty() && !endpoint.isEmpty()) {
      try {
        new Drivers(Machine.of(system, Time.system())).create(driver, endpoint);
      } catch (IllegalArgumentException wrong) {
        table.problem("endpoint", String.valueOf(wrong.getMessage()));
      }
    }
    return new DeviceConfig.Source(
        driver,
        endpoint,
        table.duration("interval", Duration.ofSeconds(30), Duration.ofMillis(500), DAY),
        table.duration(
            "timeout", Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMinutes(1)));
  }
}

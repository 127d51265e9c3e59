package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Report;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.app.ConfigException;
import dev.kiosk.simulator.app.DevicesConfig;
import dev.kiosk.simulator.app.SimulatedDevices;
import dev.kiosk.simulator.surface.Station;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;

/**
 * The built agent with twenty simulated devices of all drivers at their default intervals,
 * connected to the built hub for {@code -Dbench.minutes}: what it costs, and how long it holds a
 * device.
 */
final class DevicesFigure implements Figure {

  private static final Duration SETTLED = Duration.ofSeconds(60);
  private static final double MOST_PERCENT = 1;
  private static final double LONGEST_SECONDS = 3;

  private final Stage stage;
  private final Time time = Time.system();

  DevicesFigure(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void measure(Path dir, Report report) throws IOException, InterruptedException {
    var minutes = Duration.ofMinutes(Integer.getInteger("bench.minutes", 10));
    String status = "127.0.0.1:" + BuiltAgent.freePort();
    try (SimulatedDevices devices = devices(dir);
        Hub hub = stage.hub(dir.resolve("hub"));
        Child agent =
            BuiltAgent.start(
                dir, BuiltAgent.config(dir, hub.agentUri(), status, configured(devices)), dir)) {
      Thread.sleep(SETTLED.toMillis());
      double cpuBefore = agent.cpuSeconds();
      long from = time.nanos();
      Thread.sleep(minutes.minus(SETTLED).toMillis());
      double percent = 100 * (agent.cpuSeconds() - cpuBefore) / ((time.nanos() - from) / 1e9);
      double ready = sum(status, "kiosk_agent_device_state{", "state=\"ready\"");
      report.line(
          "%d devices, %.0f of them ready; resident memory %.1f MiB, %d threads"
              .formatted(
                  devices.stations().size(), ready, agent.residentMebibytes(), agent.threads()));
      report.reach(
          percent < MOST_PERCENT,
          "below %.0f %% of a processor after the first %d s"
              .formatted(MOST_PERCENT, SETTLED.toSeconds()),
          "%.2f %%".formatted(percent));
      double longest =
          Collections.max(
              BuiltAgent.metrics(status, "kiosk_agent_device_connected_longest_seconds{"));
      report.reach(
          longest < LONGEST_SECONDS,
          "each connection to a device open for less than %.0f s".formatted(LONGEST_SECONDS),
          "the longest %.3f s".formatted(longest));
    }
  }

  private static double sum(String status, String beginning, String with) throws IOException {
    return BuiltAgent.lines(status, beginning)
        .filter(line -> line.contains(with))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private SimulatedDevices devices(Path dir) throws IOException {
    var toml = new StringBuilder("sys_dir = \"" + dir.resolve("sys") + "\"\n");
    toml.append("[control]\nlisten = \"127.0.0.1:0\"\n");
    device(toml, 6, "escpos", "printer", "");
    device(toml, 4, "zpl", "printer", "");
    device(toml, 3, "ipp", "printer", "");
    device(toml, 3, "snmp", "printer", "");
    device(toml, 2, "ssi", "scanner", "");
    device(toml, 2, "usb", "scanner", "usb = \"05e0:1900\"\n");
    try {
      return SimulatedDevices.start(
          DevicesConfig.parse("devices", toml.toString()),
          () -> time.nanos() / 1_000_000,
          (device, what) -> {});
    } catch (ConfigException wrong) {
      throw new IOException(wrong);
    }
  }

  private static void device(
      StringBuilder toml, int count, String driver, String kind, String more) {
    for (int i = 1; i <= count; i++) {
      toml.append("[[device]]\nid = \"%s-%d\"\nkind = \"%s\"\n".formatted(driver, i, kind));
      toml.append("driver = \"%s\"\nserial = \"SN%d\"\n".formatted(driver, i)).append(more);
      if (more.isEmpty()) {
        toml.append("listen = \"127.0.0.1:0\"\n");
      }
    }
  }

  private static String configured(SimulatedDevices devices) {
    var toml = new StringBuilder();
    for (Station station : devices.stations()) {
      toml.append(
          """
          [[device]]
          id = "%s"
          kind = "%s"
          driver = "%s"
          endpoint = "%s"
          """
              .formatted(
                  station.device().id(),
                  station.device().kind(),
                  station.driver(),
                  station.endpoint()));
    }
    return toml.toString();
  }
}

package dev.kiosk.simulator.app;

import dev.kiosk.agent.app.Agent;
import dev.kiosk.agent.app.AgentConfig;
import dev.kiosk.agent.app.AgentControl;
import dev.kiosk.agent.app.AgentStatus;
import dev.kiosk.agent.app.ConfigReader;
import dev.kiosk.agent.app.Platform;
import dev.kiosk.agent.app.Probes;
import dev.kiosk.agent.app.RunningAgent;
import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.app.driver.EscPosPlan;
import dev.kiosk.simulator.app.driver.UsbPlan;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.hub.HubConfig;
import dev.kiosk.simulator.hub.HubEvents;
import dev.kiosk.simulator.hub.HubException;
import dev.kiosk.simulator.hub.HubServer;
import dev.kiosk.simulator.hub.HubTime;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.UsbIds;
import dev.kiosk.simulator.surface.escpos.Dialect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Simulated devices, the hub and one agent, wired together in one process. */
final class Demo implements AutoCloseable {

  static final String TENANT = "acme";
  static final String HOST = "DEMO-K1";

  private final Deque<AutoCloseable> running = new ArrayDeque<>(); // the last started is first
  private final SimulatedDevices devices;
  private final HubServer hub;
  private final AgentStatus status;
  private final AgentConfig config;

  private Demo(SimulatedDevices devices, HubServer hub, AgentStatus status, AgentConfig config) {
    this.devices = devices;
    this.hub = hub;
    this.status = status;
    this.config = config;
  }

  /**
   * Starts everything.
   *
   * @param dir where events, the agent's state, and the tree that plays {@code /sys} are kept
   * @param lines told what happens at the devices
   * @param events told what happens at the hub
   * @throws IOException with one sentence when a part cannot start; those that had are stopped
   *     again
   */
  static Demo start(Path dir, DemoPorts ports, DemoLines lines, HubEvents events)
      throws IOException {
    Time time = Time.system();
    var started = new ArrayDeque<AutoCloseable>();
    try {
      SimulatedDevices devices =
          SimulatedDevices.start(devices(dir, ports), () -> time.nanos() / 1_000_000, lines);
      started.push(devices);
      var hubTime = new HubTime(time::nanos, time::wallMillis);
      var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.hub());
      HubServer hub = HubServer.start(HubConfig.of(listen, dir.resolve("hub"), hubTime), events);
      started.push(hub);
      AgentConfig config = agentConfig(dir, ports, devices, hub);
      var platform = Platform.real(dir, config.tls());
      Agent agent = Agent.assemble(config, platform, Probes.of(config, platform));
      RunningAgent running = RunningAgent.start(agent, time);
      started.push(running);
      var doors = new Doors(time);
      started.push(doors);
      AgentStatus status = AgentStatus.serve(running, doors);
      started.push(status);
      started.push(AgentControl.serve(agent, doors));
      var demo = new Demo(devices, hub, status, config);
      demo.running.addAll(started);
      return demo;
    } catch (HubException refused) {
      stop(started);
      throw new IOException(refused.getMessage(), refused);
    } catch (ConfigException wrong) {
      stop(started);
      throw new IOException("the demo's own configuration is wrong: " + wrong.getMessage(), wrong);
    } catch (IOException failed) {
      stop(started);
      throw failed;
    }
  }

  private static DevicesConfig devices(Path dir, DemoPorts ports) {
    return new DevicesConfig(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.control()),
        dir.resolve("sys"),
        List.of(
            DeviceConfig.printer(
                new Identity("bagtag", "EPSON", "TM-T88V", "SIM00001"), escpos(ports.bagtag())),
            DeviceConfig.printer(
                new Identity("receipt", "EPSON", "TM-T20", "SIM00002"), escpos(ports.receipt())),
            DeviceConfig.scanner(
                new Identity("scanner", "Symbol Technologies", "Bar Code Scanner", "SIM10001"),
                new UsbPlan(UsbIds.parse("05e0:1900").orElseThrow()))));
  }

  private static EscPosPlan escpos(int port) {
    return new EscPosPlan(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        SecondClient.SILENT,
        Dialect.EPSON);
  }

  /** Written to a file as well, so that a newcomer sees what a configuration looks like. */
  private static AgentConfig agentConfig(
      Path dir, DemoPorts ports, SimulatedDevices devices, HubServer hub)
      throws IOException, ConfigException {
    String text =
        """
        # The agent of the demo. Every key but these has a default.
        [kiosk]
        tenant_id = "%s"
        host = "%s"
        state_dir = "%s"

        [server]
        url = "%s"

        [threshold.cpu]
        pct = 90
        for = "10s"
        clear_pct = 80

        [status]
        listen = "127.0.0.1:%d"

        [service]
        socket = "%s"

        [[device]]
        id = "bagtag"
        kind = "printer"
        service = "bag tags"
        driver = "escpos"
        endpoint = "%s"
        interval = "500ms"

        [[device]]
        id = "receipt"
        kind = "printer"
        service = "receipts"
        driver = "escpos"
        endpoint = "%s"
        interval = "500ms"

        [[device]]
        id = "scanner"
        kind = "scanner"
        service = "boarding passes"
        driver = "usb"
        endpoint = "%s"
        interval = "1s"
        """
            .formatted(
                TENANT,
                HOST,
                dir.resolve("agent"),
                hub.agentUri(),
                ports.status(),
                dir.resolve("control"),
                devices.station("bagtag").endpoint(),
                devices.station("receipt").endpoint(),
                devices.station("scanner").endpoint());
    return keep(dir, text);
  }

  private static AgentConfig keep(Path dir, String text) throws IOException, ConfigException {
    Path file = dir.resolve("agent.toml");
    Files.writeString(file, text);
    return ConfigReader.parse(file.toString(), text, dir);
  }

  SimulatedDevices devices() {
    return devices;
  }

  HubServer hub() {
    return hub;
  }

  /** The address of the agent's status page. */
  String statusUrl() {
    InetSocketAddress address = status.address();
    return address == null ? "" : "http://127.0.0.1:" + address.getPort() + "/";
  }

  AgentConfig config() {
    return config;
  }

  /** Stops the agent, the hub and the devices, in this order. */
  @Override
  public void close() {
    stop(running);
  }

  private static void stop(Deque<AutoCloseable> parts) {
    for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
      try {
        part.close();
      } catch (Exception failed) { // whatever it is, the others must be stopped too
        org.tinylog.Logger.error("A part of the demo did not stop in order: {}", failed.toString());
      }
    }
  }
}

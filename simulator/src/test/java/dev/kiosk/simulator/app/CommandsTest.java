package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.peer.Peer;
import dev.kiosk.simulator.hub.HubConfig;
import dev.kiosk.simulator.hub.HubServer;
import dev.kiosk.simulator.hub.HubTime;
import dev.kiosk.simulator.hub.fault.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandsTest {

  private static final String CONFIG =
      """
      sys_dir = "%s"
      [control]
      listen = "127.0.0.1:0"
      [[device]]
      id = "bagtag"
      driver = "escpos"
      listen = "127.0.0.1:0"
      [[device]]
      id = "scanner"
      driver = "usb"
      usb = "05e0:1900"
      serial = "S1"
      """;

  private final Path folder;
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private SimulatedDevices devices;

  CommandsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws Exception {
    devices =
        SimulatedDevices.start(
            DevicesConfig.parse("test", CONFIG.formatted(folder.resolve("sys"))),
            () -> 0,
            (device, what) -> happened.add(device + " " + what));
  }

  @AfterEach
  void stop() {
    devices.close();
  }

  private int run(Object command, String... arguments) {
    var line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private int fault(String arguments) {
    return run(new FaultCommand(), (arguments + " --control " + devices.controlUrl()).split(" "));
  }

  private String printerStatus() throws IOException {
    int port = Integer.parseInt(devices.station("bagtag").endpoint().replaceFirst(".*:", ""));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(HexFormat.of().parseHex("100402"));
      InputStream in = socket.getInputStream();
      return HexFormat.of().toHexDigits((byte) in.read());
    }
  }

  @Test
  void faultBreaksAndMendsADeviceAndSaysWhatHolds() throws Exception {
    assertThat(fault("bagtag media-out on")).isZero();
    assertThat(out).hasToString("bagtag has no paper; its network is well.\n");
    assertThat(printerStatus()).isEqualTo("32");

    assertThat(fault("bagtag MEDIA_OUT off")).isZero();
    assertThat(printerStatus()).isEqualTo("12");
    assertThat(err).hasToString("");
    assertThat(happened)
        .containsExactly("bagtag MEDIA_OUT on: has no paper", "bagtag MEDIA_OUT off");
  }

  @Test
  void faultUnplugsAScannerAtOnce() {
    Path device = folder.resolve("sys/bus/usb/devices/1-1");
    assertThat(device.resolve("serial")).hasContent("S1");
    assertThat(fault("scanner unplug on")).isZero();
    assertThat(device).doesNotExist();
    assertThat(fault("scanner unplug off")).isZero();
    assertThat(device.resolve("devnum")).hasContent("3");
    assertThat(out).hasToString("scanner is unplugged.\nscanner is well.\n");
  }

  @Test
  void faultBreaksTheNetwork() {
    assertThat(fault("bagtag network slow --amount 250")).isZero();
    assertThat(out).hasToString("bagtag is well; its network answers after 250 ms.\n");
    assertThat(fault("bagtag network ok")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lift media-out on     | there is no device \"lift\"; known are bagtag, scanner.",
        "../x media-out on     | there is no device \"../x\"; known are bagtag, scanner.",
        "scanner media-out on  | scanner cannot be \"media-out\"; it knows config-fault, device-absent, link-unstable, power-fault, device-paused.",
        "bagtag network lava   | \"lava\" is no network fault; known are ok, refuse, silent, slow, garbage, half, drop, close, single.",
        "scanner network ok    | scanner is not on a network; break it by a condition.",
        "bagtag media-out yes  | media-out can be on or off, not \"yes\".",
        "bagtag media-out on --amount 3 | --amount goes with network slow and network drop only.",
        "bagtag media-out on --outlet escpos | --outlet goes with network only.",
        "bagtag network ok --outlet zpl | bagtag has no outlet \"zpl\"; known are escpos."
      })
  void whatDoesNotExistIsOneLineAndAUsageError(String arguments, String line) {
    assertThat(fault(arguments)).isEqualTo(64);
    assertThat(err).hasToString(line + "\n");
    assertThat(out).hasToString("");
  }

  @Test
  void faultSetsAndMendsTheFaultsOfAHub() throws Exception {
    try (HubServer hub = hub(Faults.NONE)) {
      String control = hub.httpUri().toString();
      assertThat(run(new FaultCommand(), "hub", "receipts", "lost:30%", "--control", control))
          .isZero();
      assertThat(run(new FaultCommand(), "hub", "close", "1013:5s", "--control", control)).isZero();
      assertThat(run(new FaultCommand(), "hub", "all", "off", "--control", control)).isZero();
      assertThat(out.toString().lines())
          .containsExactly(
              "hub loses 30 % of its receipts.",
              "hub loses 30 % of its receipts, closes each connection with 1013 after 5s.",
              "hub keeps the contract.");
      assertThat(run(new FaultCommand(), "hub", "welcome", "&a=b/../c", "--control", control))
          .isEqualTo(64);
      assertThat(err)
          .hasToString("the fault welcome takes empty, ahead or off, not \"&a=b/../c\".\n");
    }
  }

  @Test
  void aHubThatTakesNoFaultsIsToldApartFromNone() throws Exception {
    String url;
    try (HubServer hub = hub(null)) {
      url = hub.httpUri().toString();
      assertThat(run(new FaultCommand(), "hub", "silent", "on", "--control", url)).isEqualTo(1);
    }
    assertThat(run(new FaultCommand(), "hub", "silent", "on", "--control", url)).isEqualTo(1);
    String start = "start one with kiosk-simulator hub --faults.";
    assertThat(err.toString().lines())
        .containsExactly(
            "what answers at %s is not a hub that takes faults; %s".formatted(url, start),
            "no hub that takes faults answers at %s; %s".formatted(url, start));
  }

  private HubServer hub(@Nullable Faults faults) throws Exception {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var time = new HubTime(() -> 0, () -> 0);
    return HubServer.start(HubConfig.of(listen, folder.resolve("hub"), time).withFaults(faults));
  }

  @Test
  void missingArgumentsAreAUsageError() {
    assertThat(run(new FaultCommand(), "bagtag")).isEqualTo(64);
    assertThat(run(new DevicesCommand())).isEqualTo(64);
  }

  @Test
  void withoutASimulatorFaultSaysHowToStartOne() {
    String url = devices.controlUrl();
    devices.close();
    assertThat(run(new FaultCommand(), "bagtag", "media-out", "on", "--control", url)).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "no simulator of devices answers at %s; start one with kiosk-simulator devices --config FILE.\n"
                .formatted(url));
  }

  @Test
  void anAddressThatIsNoneIsSaidSo() {
    assertThat(run(new FaultCommand(), "bagtag", "media-out", "on", "--control", "localhost"))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith("--control must be an address like http://127.0.0.1:9320");
  }

  @Test
  void devicesRunsUntilItIsStoppedAndTidiesUp() throws Exception {
    Path config = folder.resolve("devices.toml");
    Path sys = folder.resolve("sys2");
    Files.writeString(config, CONFIG.formatted(sys));
    var code = new AtomicInteger(-1);
    var running =
        new Thread(() -> code.set(run(new DevicesCommand(), "--config", config.toString())));
    running.start();
    await().until(() -> out.toString().contains("Break and mend them at http://127.0.0.1:"));
    assertThat(out.toString()).contains("bagtag", "endpoint tcp://127.0.0.1:", "usb:05e0:1900:S1");
    assertThat(sys.resolve("bus/usb/devices/1-1")).exists();

    running.interrupt();
    running.join();
    assertThat(code).hasValue(0);
    assertThat(sys.resolve("bus")).doesNotExist();
  }

  /** Whoever waits for the announcement may end the process at once. */
  @Test
  void devicesTidiesUpAlsoWhenItIsToldToEndWhileItAnnouncesItself() throws Exception {
    Path config = folder.resolve("devices.toml");
    Path sys = folder.resolve("sys4");
    Files.writeString(config, CONFIG.formatted(sys));
    Peer.run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        EndedWhileItAnnounces.class.getName(),
        config.toString());
    assertThat(sys).isDirectory();
    assertThat(sys.resolve("bus")).doesNotExist();
  }

  /** The command as a program that is told to end in the middle of its last line. */
  static final class EndedWhileItAnnounces {
    private EndedWhileItAnnounces() {}

    public static void main(String[] args) {
      var out =
          new StringWriter() {
            @Override
            public void write(String text, int from, int length) {
              if (text.startsWith("Break and mend")) {
                System.exit(0); // does not return
              }
            }
          };
      new CommandLine(new DevicesCommand())
          .setOut(new PrintWriter(out, true))
          .execute("--config", args[0]);
    }
  }

  /** As the command does that runs them: it is told to end by an interrupt. */
  @Test
  void stoppedByAnInterruptedThreadTheyAreGoneAllTheSame() throws Exception {
    Path dev = folder.resolve("dev");
    String config =
        """
        [control]
        listen = "127.0.0.1:0"
        [[device]]
        id = "gate"
        driver = "ssi"
        dev_dir = "%s"
        """
            .formatted(dev);
    for (int round = 0; round < 20; round++) {
      var gate =
          SimulatedDevices.start(
              DevicesConfig.parse("test", config), () -> 0, (device, what) -> {});
      assertThat(dev.resolve("serial/by-id")).isNotEmptyDirectory();

      Thread.currentThread().interrupt();
      gate.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(dev.resolve("serial/by-id")).isEmptyDirectory();
    }
  }

  @Test
  void devicesPlaysAScenario() throws Exception {
    Path config = folder.resolve("devices.toml");
    Path scenario = folder.resolve("day.scenario");
    Files.writeString(config, CONFIG.formatted(folder.resolve("sys3")));
    Files.writeString(scenario, "at 100ms bagtag media-low\n");
    String[] arguments = {"--config", config.toString(), "--scenario", scenario.toString()};
    var running = new Thread(() -> run(new DevicesCommand(), arguments));
    running.start();
    await().until(() -> out.toString().contains("bagtag MEDIA_LOW on: is nearly out of paper"));
    running.interrupt();
    running.join();
  }

  @Test
  void theScenarioThatShipsFitsTheDevicesThatShip() throws Exception {
    String shipped =
        Files.readString(Path.of("src/dist/conf/devices.toml"))
            .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:0")
            .replaceFirst("/tmp/kiosk-simulator/sys", folder.resolve("shipped").toString());
    try (var all =
        SimulatedDevices.start(
            DevicesConfig.parse("test", shipped), () -> 0, (device, what) -> {})) {
      ScenarioPlayer.load(Path.of("src/dist/conf/day.scenario"), all, (device, what) -> {})
          .play(200_000);
      assertThat(all.station("bagtag").device().conditions()).isEmpty();
    }
  }

  @Test
  void devicesTellsEveryMistakeOfItsConfiguration() throws Exception {
    Path config = folder.resolve("bad.toml");
    Files.writeString(config, "colour = 1\n");
    assertThat(run(new DevicesCommand(), "--config", config.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith(config + ": "));
  }

  @Test
  void aPortThatIsTakenIsSaidByDeviceAndNothingIsLeftRunning() throws Exception {
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Path config = folder.resolve("taken.toml");
      Files.writeString(
          config,
          """
          [control]
          listen = "127.0.0.1:0"
          [[device]]
          id = "bagtag"
          driver = "escpos"
          listen = "127.0.0.1:%d"
          """
              .formatted(taken.getLocalPort()));
      assertThat(run(new DevicesCommand(), "--config", config.toString())).isEqualTo(1);
      assertThat(err.toString())
          .startsWith("bagtag cannot listen on 127.0.0.1:%d: ".formatted(taken.getLocalPort()));
    }
  }

  @Test
  void anUnknownStationIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> devices.station("lift"))
        .hasMessage("there is no device \"lift\"; known are bagtag, scanner.");
  }
}

package dev.kiosk.simulator.spine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.device.UnknownConditionException;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.Traffic;
import dev.kiosk.simulator.surface.escpos.Dialect;
import dev.kiosk.simulator.surface.escpos.EscPosProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a reading and back, with the programs as they ship, killed and stopped as in life. */
class SpineIT {

  private static final Time TIME = Time.system();

  /** Readings come each second: a step as long as this one holds a missing one. */
  private static final long MISSING_MILLIS = 1900;

  @TempDir private Path dir = Path.of("");
  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "EPSON", "TM-T88V", "IT0001"), Dialect.EPSON.shows());
  private final List<AutoCloseable> running = new ArrayList<>();
  private int hubPort;
  private int statusPort;
  private Path config = Path.of("");
  private Stored stored = new Stored("");

  @BeforeEach
  void prepare() throws IOException {
    hubPort = freePort();
    statusPort = freePort();
    stored = new Stored("http://127.0.0.1:" + hubPort);
    TcpOutlet server =
        TcpOutlet.start(
            new TcpPlace(
                "bagtag",
                "escpos",
                "tcp://%s",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                SecondClient.SILENT),
            EscPosProtocol.of(printer, Dialect.EPSON, (device, what) -> {}),
            (device, what) -> {},
            Traffic.UNSEEN);
    running.add(server);
    config = dir.resolve("agent.toml");
    Files.writeString(
        config,
        """
        [kiosk]
        tenant_id = "acme"
        host = "IT-K1"
        state_dir = "%s"
        [server]
        url = "ws://127.0.0.1:%d/ws/agent"
        [sample]
        memory = "off"
        disk = "off"
        temperature = "off"
        [status]
        listen = "127.0.0.1:%d"
        [service]
        socket = "off"
        [[device]]
        id = "bagtag"
        kind = "printer"
        driver = "escpos"
        endpoint = "%s"
        interval = "500ms"
        raise_after = 1
        clear_after = 1
        """
            .formatted(dir.resolve("state"), hubPort, statusPort, server.endpoint()));
  }

  @AfterEach
  void stopAll() throws Exception {
    for (AutoCloseable each : running) {
      each.close();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Program hub() throws IOException {
    Program hub =
        Program.start(
            dir.resolve("hub.log"),
            Program.SIMULATOR,
            "hub",
            "--listen",
            "127.0.0.1:" + hubPort,
            "--data",
            dir.resolve("hub").toString());
    running.add(hub);
    return hub;
  }

  private Program agent() throws IOException {
    Program agent =
        Program.start(
            dir.resolve("agent.log"), Program.AGENT, "run", "--config", config.toString());
    running.add(agent);
    return agent;
  }

  private void awaitReadings(int count) {
    await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(() -> stored.cpuStamps().size() >= count);
  }

  /** Real time must pass here: it is what the test is about. */
  private static void letPass(Duration duration) {
    long end = TIME.nanos() + duration.toNanos();
    while (TIME.nanos() < end) {
      LockSupport.parkNanos(end - TIME.nanos());
    }
  }

  @Test
  void aHubThatIsAwayForTwentySecondsMissesNoSecondAndHasNoneTwice() throws Exception {
    Program hub = hub().awaitOutput("listens");
    Program agent = agent().awaitOutput("Connected");
    awaitReadings(5);
    assertThat(hub.stop()).isLessThan(Duration.ofSeconds(3));
    letPass(Duration.ofSeconds(20));
    hub();
    awaitReadings(40);
    assertThat(agent.stop()).isLessThan(Duration.ofSeconds(3));

    List<Long> stamps = stored.cpuStamps();
    for (int i = 1; i < stamps.size(); i++) {
      assertThat(stamps.get(i) - stamps.get(i - 1))
          .as("between reading %d and %d", i - 1, i)
          .isBetween(100L, MISSING_MILLIS);
    }
    List<JsonNode> readings = stored.events("readings");
    for (int i = 0; i < readings.size(); i++) {
      assertThat(readings.get(i).path("position").asLong()).isEqualTo(i);
    }
  }

  @Test
  void tenKillsLoseNoAlertAndOfReadingsOnlyThoseOfTheTimeAway() throws Exception {
    hub().awaitOutput("listens");
    var random = new Random(7);
    var aways = new ArrayList<Away>();
    var paperOut = false;
    Program agent = agent();
    for (int kill = 0; kill < 10; kill++) {
      awaitReadings(stored.cpuStamps().size() + 2);
      paperOut = !paperOut;
      setPaperOut(paperOut);
      letPass(Duration.ofMillis(random.nextInt(2500)));
      agent.kill();
      long killedMillis = TIME.wallMillis();
      agent = agent();
      agent.awaitOutputs("watches IT-K1", kill + 2);
      aways.add(new Away(killedMillis, TIME.wallMillis()));
    }
    Program last = agent;
    boolean out = paperOut;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              List<Boolean> active = stored.active("MEDIA_OUT");
              return !active.isEmpty() && active.get(active.size() - 1) == out;
            });
    awaitReadings(stored.cpuStamps().size() + 3);
    last.stop();

    conditionsAlternate(stored.active("MEDIA_OUT"));
    holesLieAtTheKills(stored.cpuStamps(), aways);
  }

  @Test
  void aLimitThatAnOperatorSetHoldsAfterAKillAndTheSameCidChangesNothing() throws Exception {
    hub().awaitOutput("listens");
    Program agent = agent().awaitOutput("Connected");
    URI telemetry = URI.create("ws://127.0.0.1:" + hubPort + "/ws/telemetry?tenant=acme");
    try (var operator = Socket.connect(telemetry)) {
      operator.send(set("first", 85));
      assertThat(operator.await("first")).contains("\"ack\"", "\"previous\":90");
      operator.send(set("second", 70));
      assertThat(operator.await("second")).contains("\"ack\"", "\"previous\":85");
      agent.kill();
      agent().awaitOutputs("Connected", 2);
      operator.send(set("first", 85));
      assertThat(operator.await("first")).contains("\"ack\"", "\"previous\":90");
      operator.send(set("third", 140));
      assertThat(operator.await("third"))
          .contains("\"nack\"", "invalid-threshold: pct must be within 0..100, was 140");
    }
    assertThat(stored.get("http://127.0.0.1:" + statusPort + "/status"))
        .contains("\"limit\" : 70", "\"cid\" : \"second\"");
  }

  private static String set(String cid, int percent) {
    return "{\"kind\":\"set-threshold\",\"host\":\"IT-K1\",\"pct\":%d,\"cid\":\"%s\"}"
        .formatted(percent, cid);
  }

  @Test
  void theDemoStopsWithinThreeSecondsAndLeavesNothing() throws Exception {
    Program demo =
        Program.start(dir.resolve("demo.log"), Program.SIMULATOR, "demo", "--free-ports");
    running.add(demo);
    demo.awaitOutput("Ctrl-C stops everything").awaitOutput("is connected and speaks");
    String folder =
        demo.output().lines().filter(line -> line.contains("agent.toml")).findFirst().orElseThrow();
    Path made = Path.of(folder.substring(folder.indexOf('/'))).getParent();
    assertThat(made).isDirectory();
    assertThat(demo.stop()).isLessThan(Duration.ofSeconds(3));
    assertThat(demo.output()).contains("nothing is left running").doesNotContain("\tat ");
    assertThat(made).doesNotExist();
  }

  private void setPaperOut(boolean on) throws UnknownConditionException {
    printer.set(printer.condition("MEDIA_OUT"), on);
  }

  /** Raised once and ended once: began, ended, began, and so on. */
  private static void conditionsAlternate(List<Boolean> active) {
    assertThat(active).isNotEmpty();
    for (int i = 0; i < active.size(); i++) {
      assertThat(active.get(i)).as("event %d of %s", i, active).isEqualTo(i % 2 == 0);
    }
  }

  /**
   * Killed at one wall-clock time, at work again before another; milliseconds since the Unix epoch.
   */
  private record Away(long killedMillis, long startedMillis) {}

  /**
   * The last reading before a kill is at most a flush interval and a beat older than it; the first
   * one behind comes two beats after the start, since a load is measured between two looks.
   */
  private static void holesLieAtTheKills(List<Long> stamps, List<Away> aways) {
    assertThat(new HashSet<>(stamps)).as("no reading twice").hasSameSizeAs(stamps);
    for (int i = 1; i < stamps.size(); i++) {
      long from = stamps.get(i - 1);
      long to = stamps.get(i);
      assertThat(to).as("in order").isGreaterThan(from);
      if (to - from > MISSING_MILLIS) {
        assertThat(aways)
            .as("hole from %d to %d", from, to)
            .anyMatch(
                away ->
                    from >= away.killedMillis - 2200
                        && away.killedMillis <= to
                        && to <= away.startedMillis + 3000);
      }
    }
  }
}

package dev.kiosk.simulator.surface.ipp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.ipp.IppEndpoint;
import dev.kiosk.agent.device.ipp.IppProbe;
import dev.kiosk.agent.peer.Peer;
import dev.kiosk.agent.peer.PrivateCups;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulated printer against clients that are not ours: those of CUPS; and against the agent.
 */
@Timeout(120)
class IppPeerTest {

  private static final Duration ENOUGH = Duration.ofSeconds(5);

  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final SimulatedPrinter printer =
      new SimulatedPrinter(new Identity("bagtag", "Custom", "Kiosk 80", "S1"), IppProtocol.SHOWS);

  @TempDir private Path dir = Path.of("");
  private TcpOutlet outlet;

  @BeforeEach
  void plugIn() throws IOException {
    var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Time time = Time.system();
    outlet =
        TcpOutlet.start(
            new TcpPlace("bagtag", "ipp", "ipp://%s/ipp/print", anywhere, SecondClient.SERVED),
            IppProtocol.of(
                printer, (device, what) -> happened.add(what), () -> time.nanos() / 1_000_000),
            (device, what) -> {},
            Traffic.UNSEEN);
  }

  @AfterEach
  void unplug() {
    outlet.close();
  }

  @Test
  void passesTheSuiteOfIpptool() throws Exception {
    Peer.needs("ipptool", "cups-ipp-utils");
    Path document = Files.writeString(dir.resolve("document.pdf"), "%PDF-1.4\n%%EOF\n");

    // NOPRINT leaves out sample documents that Debian does not ship; this one is printed.
    String report =
        Peer.run(
            "ipptool",
            "-t",
            "-d",
            "NOPRINT=1",
            "-f",
            document.toString(),
            outlet.endpoint(),
            "ipp-1.1.test");

    assertThat(report).contains("[PASS]", "Score: 100%").doesNotContain("[FAIL]");
    assertThat(happened).anyMatch(each -> each.startsWith("printed job"));
  }

  @Test
  void printsForAQueueOfCupsAndTellsItsState() throws Exception {
    try (PrivateCups cups = PrivateCups.start(dir)) {
      String made =
          cups.run("lpadmin", "-p", "kiosk", "-E", "-v", outlet.endpoint(), "-m", "everywhere");
      var queue = new IppProbe(IppEndpoint.parse("cups:kiosk"), machine());
      await() // CUPS asks the printer in its own time, and may name it in its own words
          .alias(made)
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  String.valueOf(queue.observe(ENOUGH).model())
                      .matches(".*(Custom Kiosk 80|IPP Everywhere).*"));
      Path document = Files.writeString(dir.resolve("document"), "hello\n");

      cups.run("lp", "-d", "kiosk", "-o", "raw", document.toString());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> happened.contains("printed job 1 and threw away 6 bytes"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> conditions(queue).equals(List.of(Condition.STATUS_UNKNOWN)));

      printer.set(DeviceCondition.MEDIA_OUT, true);
      cups.run("lp", "-d", "kiosk", "-o", "raw", document.toString());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> conditions(queue).contains(Condition.MEDIA_OUT));
      assertThat(conditions(printerProbe())).containsExactly(Condition.MEDIA_OUT);

      printer.set(DeviceCondition.MEDIA_OUT, false);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> happened.contains("printed job 2 and threw away 6 bytes"));
    }
  }

  @Test
  void showsTheAgentEachOfItsConditions() {
    IppProbe probe = printerProbe();
    Observation well = probe.observe(ENOUGH);
    assertThat(well.findings()).isEmpty();
    assertThat(well.surelyGone())
        .containsExactlyInAnyOrder(Condition.SUPPLY_LOW, Condition.MEDIA_LOW);
    assertThat(well.uptime()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));

    for (DeviceCondition each : IppProtocol.SHOWS) {
      printer.set(each, true);
      assertThat(conditions(probe)).contains(Condition.valueOf(each.name()));
      printer.set(each, false);
    }

    assertThat(conditions(probe)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "refuse, LINK_DOWN",
    "silent, NOT_RESPONDING",
    "garbage, PROTOCOL_MISMATCH",
    "half, NOT_RESPONDING",
    "drop, NOT_RESPONDING",
    "close, NOT_RESPONDING"
  })
  void breaksAsNetworksDo(String fault, Condition expected) throws Exception {
    outlet.network(NetworkFault.of(fault, null));

    // A busy machine may take more than one look.
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                printerProbe().observe(Duration.ofMillis(500)).findings().stream()
                    .map(Finding::condition)
                    .toList()
                    .equals(List.of(expected)));
  }

  private IppProbe printerProbe() {
    return new IppProbe(IppEndpoint.parse(outlet.endpoint()), machine());
  }

  private Machine machine() {
    return Machine.of(dir, Time.system());
  }

  private static List<Condition> conditions(IppProbe probe) {
    return probe.observe(ENOUGH).findings().stream().map(Finding::condition).toList();
  }
}

package dev.kiosk.simulator.surface.ssi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.app.Drivers;
import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Wiretap;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's driver asks the simulated scanner over TCP. */
class SsiAgentTest {

  private final SimulatedScanner scanner =
      new SimulatedScanner(
          new Identity("gate", "Symbol Technologies", "DS9908", "S1"), SsiProtocol.SHOWS);
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final List<String> tapped = new ArrayList<>();
  private final Path root;
  private final TcpOutlet outlet;

  SsiAgentTest(@TempDir Path root) throws IOException {
    this.root = root;
    var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    this.outlet =
        TcpOutlet.start(
            new TcpPlace("gate", "ssi", "tcp://%s", here, SecondClient.SILENT),
            new SsiProtocol(scanner, SsiDialect.ZEBRA, (id, what) -> happened.add(what)),
            (id, what) -> {},
            Traffic.UNSEEN);
  }

  @AfterEach
  void stop() {
    outlet.close();
  }

  @Test
  void aScannerThatIsWellTellsWhatItIs() {
    Observation seen = observe();
    assertThat(seen.findings()).isEmpty();
    assertThat(seen.model()).isEqualTo("DS9908, firmware SIMSSI-001-R00");
  }

  @Test
  void aPausedScannerIsPaused() {
    scanner.set(DeviceCondition.DEVICE_PAUSED, true);
    assertThat(conditions(observe())).containsExactly(Condition.DEVICE_PAUSED);
  }

  @Test
  void scansGoByUntouchedAndUnseen() {
    scanner.set(DeviceCondition.SCANNING, true);

    Observation seen = observe();

    assertThat(seen.model()).isEqualTo("DS9908, firmware SIMSSI-001-R00");
    assertThat(happened).isEmpty();
    String said = seen + "\n" + String.join("\n", tapped);
    assertThat(said)
        .contains("DECODE_DATA")
        .doesNotContain(
            "NOBODY",
            "FAKE",
            HexFormat.of()
                .formatHex("NOBODY".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  @Test
  void aScannerInAnotherModeIsNeverCalledWellAndItsScansStayUnseen() {
    scanner.set(DeviceCondition.CONFIG_FAULT, true);
    scanner.set(DeviceCondition.SCANNING, true);

    Observation seen = observe();

    assertThat(conditions(seen))
        .hasSize(1)
        .isSubsetOf(Condition.NOT_RESPONDING, Condition.PROTOCOL_MISMATCH);
    assertThat(seen + String.join("\n", tapped)).doesNotContain("NOBODY", "FAKE");
  }

  @ParameterizedTest
  @CsvSource({
    "silent,NOT_RESPONDING",
    "garbage,PROTOCOL_MISMATCH",
    "half,NOT_RESPONDING",
    "close,NOT_RESPONDING",
    "refuse,LINK_DOWN"
  })
  void aBrokenNetworkHasItsCondition(String fault, Condition condition) throws IOException {
    outlet.network(NetworkFault.of(fault, null));
    assertThat(conditions(observe())).containsExactly(condition);
  }

  private Observation observe() {
    return new Drivers(new Machine(root, Time.system(), new Tap(tapped), new HeldOpen()))
        .create("ssi", outlet.endpoint())
        .observe(Duration.ofSeconds(3));
  }

  private static List<Condition> conditions(Observation seen) {
    return seen.findings().stream().map(Finding::condition).toList();
  }

  private record Tap(List<String> lines) implements Wiretap {

    @Override
    public void sent(byte[] bytes) {
      lines.add(HexFormat.of().formatHex(bytes));
    }

    @Override
    public void received(byte[] bytes) {
      lines.add(HexFormat.of().formatHex(bytes));
    }

    @Override
    public void means(String meaning) {
      lines.add(meaning);
    }
  }
}

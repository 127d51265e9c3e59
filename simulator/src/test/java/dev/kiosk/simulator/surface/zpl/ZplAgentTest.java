package dev.kiosk.simulator.surface.zpl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.app.Drivers;
import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Host;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.Protocol;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent's driver asks the simulated printer over TCP. The two sides share no code. */
class ZplAgentTest {

  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "Zebra Technologies", "ZT410-200dpi", "XXQLJ1"),
          ZplProtocol.SHOWS);
  private final List<TcpOutlet> outlets = new ArrayList<>();
  private final Path root;

  ZplAgentTest(@TempDir Path root) {
    this.root = root;
  }

  @AfterEach
  void stop() {
    outlets.forEach(TcpOutlet::close);
  }

  @ParameterizedTest
  @EnumSource(
      value = DeviceCondition.class,
      names = {
        "MEDIA_LOW",
        "MEDIA_OUT",
        "MEDIA_JAM",
        "MEDIA_FEED_FAULT",
        "MEDIA_NOT_TAKEN",
        "SUPPLY_OUT",
        "COVER_OPEN",
        "CUTTER_FAULT",
        "PRINTHEAD_FAULT",
        "OVER_TEMPERATURE",
        "UNDER_TEMPERATURE",
        "HARDWARE_FAULT",
        "CONFIG_FAULT",
        "BUFFER_FULL",
        "SERVICE_DUE",
        "LIFE_END",
        "DEVICE_PAUSED"
      })
  void eachConditionArrivesUnderItsName(DeviceCondition condition) throws IOException {
    printer.set(condition, true);

    assertThat(conditions(observe(raw(ZplManner.USUAL), "off"))).containsExactly(condition.name());
  }

  @Test
  void aPrinterThatIsWellTellsItsModel() throws IOException {
    Observation seen = observe(raw(ZplManner.USUAL), "off");

    assertThat(seen.findings()).isEmpty();
    assertThat(seen.model()).isEqualTo("ZT410-200dpi");
  }

  @Test
  void aPrinterWithoutRibbonIsWellThoughItsRibbonFlagIsUp() throws IOException {
    assertThat(observe(raw(new ZplManner(false, false, false)), "off").findings()).isEmpty();
  }

  @Test
  void aPrinterThatKeepsSilentWhileItNeedsAttentionIsUnderstood() throws IOException {
    printer.set(DeviceCondition.COVER_OPEN, true);

    assertThat(conditions(observe(raw(new ZplManner(true, false, true)), "off")))
        .containsExactly("COVER_OPEN");
  }

  @Test
  void aSilentPrintPortIsExplainedByTheSettingsChannel() throws IOException {
    printer.set(DeviceCondition.MEDIA_OUT, true);
    TcpOutlet raw = raw(ZplManner.USUAL);
    raw.network(NetworkFault.of("silent", null));
    Observation seen = observe(raw, String.valueOf(json().address().getPort()));

    assertThat(conditions(seen)).containsExactly("MEDIA_OUT");
    assertThat(seen.serial()).isEqualTo("XXQLJ1");
  }

  @ParameterizedTest
  @CsvSource({
    "silent,  NOT_RESPONDING",
    "refuse,  LINK_DOWN",
    "garbage, PROTOCOL_MISMATCH",
    "half,    NOT_RESPONDING",
    "close,   NOT_RESPONDING"
  })
  void aBrokenNetworkIsToldFromABrokenPrinter(String fault, String expected) throws IOException {
    printer.set(DeviceCondition.MEDIA_OUT, true);
    TcpOutlet raw = raw(ZplManner.USUAL);
    raw.network(NetworkFault.of(fault, null));

    assertThat(conditions(observe(raw, "off"))).containsExactly(expected);
  }

  private TcpOutlet raw(ZplManner manner) throws IOException {
    return start("zpl", ZplProtocol.of(printer, manner));
  }

  private TcpOutlet json() throws IOException {
    return start("zpl-json", ZplJsonProtocol.of(printer, (id, what) -> {}));
  }

  private TcpOutlet start(String driver, Protocol protocol) throws IOException {
    TcpOutlet outlet =
        TcpOutlet.start(
            new TcpPlace("bagtag", driver, "tcp://%s", Host.ANY_PORT, SecondClient.SERVED),
            protocol,
            (id, what) -> {},
            Traffic.UNSEEN);
    outlets.add(outlet);
    return outlet;
  }

  private Observation observe(TcpOutlet raw, String json) {
    return new Drivers(Machine.of(root, Time.system()))
        .create("zpl", raw.endpoint() + "?json=" + json)
        .observe(Duration.ofSeconds(3));
  }

  private static List<String> conditions(Observation seen) {
    return seen.findings().stream().map(Finding::condition).map(Enum::name).toList();
  }
}

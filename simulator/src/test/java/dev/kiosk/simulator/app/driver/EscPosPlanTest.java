package dev.kiosk.simulator.app.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.Traffic;
import dev.kiosk.simulator.surface.escpos.Dialect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscPosPlanTest {

  @ParameterizedTest
  @CsvSource({"EPSON, ''", "CUSTOM, ?dialect=custom", "TTP, ?dialect=ttp"})
  void theEndpointTellsAnAgentTheDialect(Dialect dialect, String option) throws Exception {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var plan = new EscPosPlan(listen, SecondClient.SILENT, dialect);
    var printer = new SimulatedPrinter(new Identity("bagtag", "M", "P", "S"), plan.shows());
    var surroundings =
        new Surroundings(
            () -> 0,
            (device, what) -> {},
            driver -> Traffic.UNSEEN,
            new UsbBus(null, () -> 0, (device, what) -> {}));
    try (Outlet outlet = plan.open(printer, surroundings)) {
      assertThat(outlet.endpoint())
          .matches("tcp://127\\.0\\.0\\.1:\\d+" + option.replace("?", "\\?"));
    }
  }
}

package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {

  @Test
  void theServicesOfThisMachineSayNothingAboutAPrinter() throws IOException {
    try (var web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var around =
          new Neighbourhood(
              new LocalSockets(Path.of("/")), Neighbourhood::isThisMachine, web.getLocalPort());
      var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9100);

      assertThat(around.aliveElsewhere(here, Duration.ofSeconds(1))).isFalse();
    }
  }

  @Test
  void aPrinterWhoseWebPageAnswersIsAliveAndOneWithoutIsNot() throws IOException {
    var printer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9100);
    Neighbourhood around;
    try (var web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      around =
          new Neighbourhood(
              new LocalSockets(Path.of("/")), address -> false, 1, web.getLocalPort());

      assertThat(around.aliveElsewhere(printer, Duration.ofSeconds(1))).isTrue();
    }
    assertThat(around.aliveElsewhere(printer, Duration.ofSeconds(1))).isFalse();
  }

  @Test
  void withoutAnyTimeLeftNothingIsAsked() throws IOException {
    var around = new Neighbourhood(new LocalSockets(Path.of("/")), address -> false, 80, 631);
    var reserved = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 9100);

    assertThat(around.aliveElsewhere(reserved, Duration.ZERO)).isFalse();
  }
}

package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.kiosk.agent.device.RefusingPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HealthCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int health(String... arguments) {
    CommandLine line = new CommandLine(new HealthCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private static HttpServer answering(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:%d/healthz".formatted(server.getAddress().getPort());
  }

  @Test
  void runningDevicesAreHealthyWhateverIsWrongWithThem() throws Exception {
    var config =
        DevicesConfig.parse(
            "test",
            """
            [control]
            listen = "127.0.0.1:0"
            [[device]]
            id = "bagtag"
            driver = "escpos"
            listen = "127.0.0.1:0"
            """);
    try (var devices = SimulatedDevices.start(config, () -> 0, (device, what) -> {})) {
      var printer = devices.station("bagtag").device();
      printer.set(printer.condition("media-out"), true);
      assertThat(health(devices.controlUrl() + "devices")).isZero();
      assertThat(out.toString()).contains("\"id\":\"bagtag\"", "MEDIA_OUT").endsWith("]\n");
    }
  }

  @Test
  void whatAnswersWithARefusalIsNotHealthyAndSaysWhy() throws Exception {
    HttpServer server = answering(503, "{\"status\":\"failed\"}\n");
    try {
      assertThat(health(url(server))).isEqualTo(1);
      assertThat(err).hasToString(url(server) + " answers 503: {\"status\":\"failed\"}\n");
      assertThat(out).hasToString("");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aLongAnswerIsCut() throws Exception {
    HttpServer server = answering(200, "x".repeat(100_000));
    try {
      assertThat(health(url(server))).isZero();
      assertThat(out.toString()).hasSize(4_001);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whereNothingListensIsNotHealthy() throws Exception {
    try (RefusingPort port = RefusingPort.take()) {
      String url = "http://127.0.0.1:" + port.number() + "/devices";
      assertThat(health(url)).isEqualTo(1);
      assertThat(err).hasToString("nothing listens at " + url + "\n");
    }
  }

  @Test
  void whatAcceptsAndStaysSilentIsNotHealthy() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/devices";
      assertThat(health(url)).isEqualTo(1);
      assertThat(err).hasToString(url + " does not answer within 3 s\n");
    }
  }

  @Test
  void anAddressThatIsNoneIsAUsageError() {
    assertThat(health("localhost:9320")).isEqualTo(64);
    assertThat(err.toString())
        .startsWith(
            "URL must be an address like http://127.0.0.1:9320/devices, was \"localhost:9320\"");
  }
}

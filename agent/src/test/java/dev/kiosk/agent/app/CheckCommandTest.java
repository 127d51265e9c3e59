package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.status.Examples;
import dev.kiosk.agent.status.StatusServer;
import dev.kiosk.agent.status.StatusSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CheckCommandTest {

  /**
   * A label, a value with its unit, and up to four numbers, by the monitoring plugins' guidelines.
   */
  private static final Pattern PERFDATA =
      Pattern.compile("[a-z_]+=-?[0-9.]+(%|B|s)?(;[0-9.]*){0,4}");

  private final StringWriter out = new StringWriter();

  private int run(String url) {
    return new CommandLine(new CheckCommand()).setOut(new PrintWriter(out)).execute("--url", url);
  }

  private int check(StatusSnapshot snapshot) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (StatusServer server = StatusServer.listen(loopback, () -> snapshot, new Counters())) {
      return run("http://127.0.0.1:" + server.address().getPort());
    }
  }

  @Test
  void theExitCodeAndTheWordAgree() throws IOException {
    assertThat(check(Examples.healthy())).isZero();
    assertThat(out.toString()).startsWith("KIOSK OK - ");
    out.getBuffer().setLength(0);
    assertThat(check(Examples.troubled())).isEqualTo(2);
    assertThat(out.toString()).startsWith("KIOSK CRITICAL - ").contains("cannot print bag tags");
  }

  @Test
  void itIsOneLineWithPerformanceDataBehindOneBar() throws IOException {
    check(Examples.hostile());
    assertThat(out.toString().lines()).hasSize(1);
    String[] parts = out.toString().strip().split("\\|", -1);
    assertThat(parts).hasSize(2);
    assertThat(parts[1].strip().split(" ")).allMatch(datum -> PERFDATA.matcher(datum).matches());
    assertThat(parts[1]).contains("buffer=", "alerts=", "readings=", "devices_not_ready=");
  }

  @Test
  void noAgentIsUnknown() throws IOException {
    try (RefusingPort port = RefusingPort.take()) {
      assertThat(run("http://127.0.0.1:" + port.number())).isEqualTo(3);
    }
    assertThat(out.toString()).startsWith("KIOSK UNKNOWN - no agent at ");
  }
}

package dev.kiosk.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.device.RefusingPort;
import dev.kiosk.agent.status.Examples;
import dev.kiosk.agent.status.StatusReader;
import dev.kiosk.agent.status.StatusServer;
import dev.kiosk.agent.status.StatusSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StatusCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aHealthyKioskGivesZero() throws IOException {
    try (StatusServer server = serve(Examples.healthy())) {
      assertThat(run("--url", url(server))).isZero();
      assertThat(out.toString()).startsWith("HEALTHY: All is well").doesNotContain("\u001b");
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void aWarningGivesOneAndACriticalStateTwo() throws IOException {
    try (StatusServer server = serve(Examples.hostile())) {
      assertThat(run("--url", url(server))).isEqualTo(1);
    }
    try (StatusServer server = serve(Examples.troubled())) {
      assertThat(run("--url", url(server) + "/")).isEqualTo(2);
      assertThat(out.toString()).contains("cannot print bag tags");
    }
  }

  @Test
  void theJsonIsPrintedAsItCame() throws IOException {
    try (StatusServer server = serve(Examples.troubled())) {
      assertThat(run("--json", "--url", url(server))).isEqualTo(2);
      assertThat(StatusReader.read(out.toString().getBytes(UTF_8))).isEqualTo(Examples.troubled());
    }
  }

  @Test
  void noAgentIsToldInOneLineWithWhatToDo() throws IOException {
    try (RefusingPort port = RefusingPort.take()) {
      assertThat(run("--url", "http://127.0.0.1:" + port.number())).isEqualTo(3);
      assertThat(out.toString()).isEmpty();
      assertThat(err.toString())
          .isEqualTo(
              "kiosk-agent: no agent at http://127.0.0.1:%d (nothing listens there); is it running?"
                      .formatted(port.number())
                  + " Try: systemctl status kiosk-agent\n");
    }
  }

  @Test
  void somethingThatIsNoAgentIsNotTakenForOne() throws IOException {
    try (var silent = new ServerSocket(0)) {
      assertThat(run("--url", "http://127.0.0.1:" + silent.getLocalPort())).isEqualTo(3);
      assertThat(err.toString()).contains("(no answer)");
    }
  }

  @Test
  void anAddressThatIsNoneIsWrongUsage() {
    assertThat(run("--url", "ftp://x")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("\"ftp://x\" is not the address of an agent");
  }

  @Test
  void watchingDrawsAnewUntilItIsInterrupted() throws Exception {
    try (StatusServer server = serve(Examples.healthy())) {
      var code = new AtomicInteger(-1);
      var watcher =
          new Thread(() -> code.set(run("--watch", "--url", url(server))), "test-watcher");
      watcher.start();
      await().until(() -> out.toString().split("\u001b\\[H\u001b\\[J", -1).length >= 3);
      watcher.interrupt();
      watcher.join(30_000);
      assertThat(code).hasValue(0);
    }
  }

  private static StatusServer serve(StatusSnapshot snapshot) throws IOException {
    return StatusServer.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> snapshot, new Counters());
  }

  private static String url(StatusServer server) {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  private int run(String... arguments) {
    return new CommandLine(new StatusCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}

package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiosk.simulator.hub.fault.Faults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HubCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new HubCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void aTakenPortIsOneLineAndExitOne(@TempDir Path dir) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String listen = "127.0.0.1:" + taken.getLocalPort();
      assertThat(run("--listen", listen, "--data", dir.toString())).isEqualTo(1);
    }
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("kiosk-simulator hub: cannot listen on 127.0.0.1:");
  }

  @Test
  void aBadTokenFileOrDataFolderIsOneLineAndExitOne(@TempDir Path dir) throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    assertThat(run("--listen", "127.0.0.1:0", "--data", file.toString())).isEqualTo(1);
    assertThat(run("--tokens", file.toString(), "--data", dir.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(2);
  }

  @Test
  void aBadAddressIsAUsageError() {
    assertThat(run("--listen", "somewhere")).isEqualTo(2);
    assertThat(err.toString()).contains("--listen must be HOST:PORT");
  }

  @Test
  void aBadTimeOrSizeToKeepIsAUsageErrorThatSaysWhatWasExpected() {
    assertThat(run("--keep-age", "month")).isEqualTo(2);
    assertThat(err.toString()).contains("--keep-age must be a duration such as", "\"month\"");
    assertThat(run("--keep-size", "2GB")).isEqualTo(2);
    assertThat(err.toString()).contains("--keep-size must be a size such as", "\"2GB\"");
  }

  @Test
  void aBadFaultIsAUsageErrorThatNamesItAndWhatWasExpected() {
    assertThat(run("--fault", "silent=on", "--fault", "upgrade=200")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("--fault: the fault upgrade takes STATUS, STATUS:TIME or off, not \"200\".");
  }

  @Test
  void theHelpTellsAllFaults() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString().lines())
        .containsAll(Faults.lines().stream().map(line -> "  " + line).toList());
  }

  @Test
  void itSaysWhichFaultsHoldFromTheStart(@TempDir Path dir) throws Exception {
    Thread hub =
        new Thread(
            () -> run("--listen", "127.0.0.1:0", "--data", dir.toString(), "--fault", "silent=on"));
    hub.start();
    await().until(() -> out.toString().contains("Ctrl-C stops it."));
    assertThat(out.toString()).contains("kiosk-simulator fault hub NAME", "now: hub says nothing.");
    hub.interrupt();
    hub.join();
  }

  @Test
  void itSaysWhereItListensAndStopsSoonAfterSigterm(@TempDir Path dir) throws Exception {
    Path said = dir.resolve("out");
    Process hub =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HubMain.class.getName(),
                "--listen",
                "127.0.0.1:0",
                "--data",
                dir.resolve("data").toString())
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> assertThat(Files.readString(said)).contains("ws/agent", "Ctrl-C stops it."));
      hub.destroy(); // SIGTERM
      assertThat(hub.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      hub.destroyForcibly();
    }
  }

  /** The command as a program. */
  static final class HubMain {
    private HubMain() {}

    public static void main(String[] args) {
      System.exit(new CommandLine(new HubCommand()).execute(args));
    }
  }
}
